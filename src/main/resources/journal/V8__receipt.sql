-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- Submissions under a key of the caller's (HTTP's Idempotency-Key): how far each came, moved on with its records.
-- node: who takes it in, or took it in last. first_row: the rows that its batch had before. taken: rows taken in so far.
CREATE TABLE IF NOT EXISTS receipt (
  name VARCHAR(200) PRIMARY KEY,
  content_hash VARCHAR(64) NOT NULL,
  node BIGINT NOT NULL,
  batch BIGINT NOT NULL,
  first_row BIGINT NOT NULL,
  taken BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  errors VARCHAR(10000000) NOT NULL,
  done BOOLEAN NOT NULL,
  noted_at BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS receipt_noted ON receipt (noted_at);
