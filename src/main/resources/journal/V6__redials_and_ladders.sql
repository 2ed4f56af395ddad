-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.

-- How far a record has come that goes on where an attempt ended: see Trail. NULL for all others.
ALTER TABLE request ADD COLUMN IF NOT EXISTS trail VARCHAR(4000);

-- Of a provider's name for a record: the attempt that it was told for.
ALTER TABLE known ADD COLUMN IF NOT EXISTS attempt INT DEFAULT 0 NOT NULL;

-- The operation in which the rows of a file begin: a ladder's first step, else the batch's own; 0 where that was
-- written before there were ladders, until a process enters.
ALTER TABLE batch ADD COLUMN IF NOT EXISTS starts INT DEFAULT 0 NOT NULL;
CREATE INDEX IF NOT EXISTS batch_starts ON batch (stage, starts, id);

-- The steps of a ladder that a record may take, each with its fields as they go on the wire. here: it stands on this
-- one and is not settled.
CREATE TABLE IF NOT EXISTS rung (
  request BIGINT NOT NULL,
  step SMALLINT NOT NULL,
  operation INT NOT NULL,
  group_key BIGINT NOT NULL,
  here BOOLEAN NOT NULL,
  fields VARCHAR(10000000) NOT NULL,
  PRIMARY KEY (request, step)
);
CREATE INDEX IF NOT EXISTS rung_here ON rung (operation, here, request);
