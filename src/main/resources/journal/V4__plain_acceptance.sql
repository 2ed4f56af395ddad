-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- Most records are accepted at the first attempt, and all that a line of history would say of that stands in the record's
-- row: quiet is the version that the line would have, quiet_started when its attempt began; 0 for none.
ALTER TABLE request ADD COLUMN IF NOT EXISTS quiet INT DEFAULT 0 NOT NULL;
ALTER TABLE request ADD COLUMN IF NOT EXISTS quiet_started BIGINT DEFAULT 0 NOT NULL;
