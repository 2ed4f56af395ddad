-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- Which home took a batch in, where several share the journal; empty for any.
ALTER TABLE batch ADD COLUMN IF NOT EXISTS home VARCHAR(64) DEFAULT '' NOT NULL;
