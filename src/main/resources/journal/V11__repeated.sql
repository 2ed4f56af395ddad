-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- What a repeat is recognised by: 128 bits of operation, callee, caller and text. Apart from what references are
-- recognised by (known), since it goes with its record.
CREATE TABLE IF NOT EXISTS repeated (
  hash BIGINT NOT NULL,
  check_hash BIGINT NOT NULL,
  request BIGINT NOT NULL,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (hash, check_hash)
);
-- Of an older journal: what a repeat window may still reach. It stands in known among the references, which are
-- harmless here and go, too.
INSERT INTO repeated SELECT k.hash, k.check_hash, k.request, k.noted_at FROM known k
  WHERE k.noted_at > (SELECT COALESCE(MAX(m.noted_at), 0) FROM known m) - 2592000000
  AND k.request > 0 AND NOT EXISTS (SELECT 1 FROM repeated r WHERE r.hash = k.hash AND r.check_hash = k.check_hash);
