-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- What the files of a day are written from, in order.
-- kind: 0 a record that ended dead or rejected, 1 a row set aside from a batch without a name (id is the reject's), 2 a
-- live request that was answered.
CREATE TABLE IF NOT EXISTS day_entry (
  seq BIGINT PRIMARY KEY,
  kind SMALLINT NOT NULL,
  id BIGINT NOT NULL,
  noted_at BIGINT NOT NULL
);
INSERT INTO counter SELECT name, next FROM (VALUES ('day_entry', 1)) AS fresh (name, next)
  WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'day_entry');
