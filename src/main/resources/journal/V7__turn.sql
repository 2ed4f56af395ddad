-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- Which node does what only one of several may do, such as looking into a table; another takes over when it is dead.
CREATE TABLE IF NOT EXISTS turn (
  name VARCHAR(300) PRIMARY KEY,
  node BIGINT NOT NULL
);
