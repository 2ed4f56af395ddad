-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- What references (kind 0), repeats (1) and references of records that are no longer kept (2) are recognised by where one process alone has the journal: 32 bytes
-- each (hash, check, request, noted at), in Base64, in the order in which they were noted; the later one counts.
-- stamp: drawn by lot, so that a block is told from another one of its number in a journal that was restored.
-- first_request, last_request: of the records in it. In a journal that several share known and repeated hold them.
CREATE TABLE IF NOT EXISTS print_block (
  id BIGINT PRIMARY KEY,
  stamp BIGINT NOT NULL,
  kind SMALLINT NOT NULL,
  noted_at BIGINT NOT NULL,
  first_request BIGINT NOT NULL,
  last_request BIGINT NOT NULL,
  prints VARCHAR(1000000) NOT NULL
);
CREATE INDEX IF NOT EXISTS print_block_kind ON print_block (kind, noted_at);
