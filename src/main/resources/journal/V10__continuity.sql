-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- How often a sign of life was given, to tell an older state of this journal by.
INSERT INTO counter SELECT name, next FROM (VALUES ('beat', 1)) AS fresh (name, next)
  WHERE NOT EXISTS (SELECT 1 FROM counter WHERE name = 'beat');
