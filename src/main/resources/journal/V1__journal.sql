-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- Durable truth. Times are milliseconds since 1970 in UTC, 0 for none. One set of statements for HSQLDB and PostgreSQL.

CREATE TABLE IF NOT EXISTS counter (
  name VARCHAR(40) PRIMARY KEY,
  next BIGINT NOT NULL
);
INSERT INTO counter SELECT name, next FROM (VALUES ('id', 1), ('settled', 1)) AS fresh (name, next)
  WHERE NOT EXISTS (SELECT 1 FROM counter);

CREATE TABLE IF NOT EXISTS operation (
  id INT PRIMARY KEY,
  name VARCHAR(100) NOT NULL,
  CONSTRAINT operation_name UNIQUE (name)
);

-- A running process. It is alive while its heartbeat is younger than the lease; dead, it never comes back under this id.
CREATE TABLE IF NOT EXISTS node (
  id BIGINT PRIMARY KEY,
  name VARCHAR(200) NOT NULL,
  heartbeat BIGINT NOT NULL,
  alive BOOLEAN NOT NULL
);

-- stage: 0 filling, 1 open with rows never tried yet, 2 open, 3 finished (all settled and written), 4 withdrawn
CREATE TABLE IF NOT EXISTS batch (
  id BIGINT PRIMARY KEY,
  operation INT NOT NULL,
  name VARCHAR(300),
  source VARCHAR(20) NOT NULL,
  stage SMALLINT NOT NULL,
  node BIGINT NOT NULL,
  content_hash VARCHAR(64),
  header VARCHAR(1000000),
  file_name VARCHAR(300),
  rows_read BIGINT NOT NULL,
  accepted BIGINT NOT NULL,
  duplicates BIGINT NOT NULL,
  rejected BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  opened_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  CONSTRAINT batch_name UNIQUE (operation, name)
);
CREATE INDEX IF NOT EXISTS batch_stage ON batch (stage, operation, id);
CREATE INDEX IF NOT EXISTS batch_content ON batch (content_hash);

-- What never changes of a record. earlier: the record that had the reference before; the last of them may point back to
-- the first, where a person sent an older one again.
CREATE TABLE IF NOT EXISTS content (
  id BIGINT PRIMARY KEY,
  batch BIGINT NOT NULL,
  line BIGINT NOT NULL,
  reference VARCHAR(300),
  earlier BIGINT,
  fields VARCHAR(10000000) NOT NULL,
  original VARCHAR(10000000)
);
CREATE INDEX IF NOT EXISTS content_batch ON content (batch, id);

-- Where a record stands. due_at: while due, when it may go (at or above 4e18: with its batch, see Lane);
-- while accepted or in doubt, when its result is looked up next or given up. result_from: since when it is waited for.
-- call_no: the number of its latest request, see CallNumbers.
CREATE TABLE IF NOT EXISTS request (
  id BIGINT PRIMARY KEY,
  batch BIGINT NOT NULL,
  operation INT NOT NULL,
  state SMALLINT NOT NULL,
  due_at BIGINT NOT NULL,
  send_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  group_key BIGINT NOT NULL,
  version INT NOT NULL,
  attempts INT NOT NULL,
  counted INT NOT NULL,
  node BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  last_status INT NOT NULL,
  accepted_at BIGINT NOT NULL,
  completed_at BIGINT NOT NULL,
  result_from BIGINT NOT NULL,
  call_no BIGINT NOT NULL,
  disposition VARCHAR(40),
  code VARCHAR(200),
  provider_ref VARCHAR(300),
  digits VARCHAR(200),
  detail VARCHAR(1000000),
  error VARCHAR(4000)
);
CREATE INDEX IF NOT EXISTS request_due ON request (operation, state, due_at, id);

-- Records that went with one request and share one callback URL: a callback's callee tells which it is of.
CREATE TABLE IF NOT EXISTS companion (
  call_no BIGINT NOT NULL,
  callee VARCHAR(40) NOT NULL,
  request BIGINT NOT NULL
);
CREATE INDEX IF NOT EXISTS companion_callee ON companion (call_no, callee);

-- What a reference or a repeat is recognised by: 128 bits of operation and reference, or of operation, callee, caller and text.
CREATE TABLE IF NOT EXISTS known (
  hash BIGINT NOT NULL,
  check_hash BIGINT NOT NULL,
  request BIGINT NOT NULL,
  noted_at BIGINT NOT NULL,
  PRIMARY KEY (hash, check_hash)
);

-- What happened to a record, one line an end of an attempt, a report that changed it, or a person's decision.
CREATE TABLE IF NOT EXISTS history (
  request BIGINT NOT NULL,
  version INT NOT NULL,
  noted_at BIGINT NOT NULL,
  kind VARCHAR(20) NOT NULL,
  attempt INT NOT NULL,
  started_at BIGINT NOT NULL,
  state SMALLINT NOT NULL,
  status INT NOT NULL,
  text VARCHAR(4000),
  PRIMARY KEY (request, version)
);

-- Every callback and status look-up as it came; request is 0 where it named none of ours.
CREATE TABLE IF NOT EXISTS report (
  id BIGINT PRIMARY KEY,
  operation INT NOT NULL,
  request BIGINT NOT NULL,
  received_at BIGINT NOT NULL,
  channel VARCHAR(40) NOT NULL,
  applied BOOLEAN NOT NULL,
  raw VARCHAR(100000)
);
CREATE INDEX IF NOT EXISTS report_request ON report (request, id);

-- Rows that could not become a record, and duplicates.
CREATE TABLE IF NOT EXISTS reject (
  id BIGINT PRIMARY KEY,
  batch BIGINT NOT NULL,
  line BIGINT NOT NULL,
  original VARCHAR(10000000) NOT NULL,
  error VARCHAR(10000) NOT NULL
);
CREATE INDEX IF NOT EXISTS reject_batch ON reject (batch, id);

-- Settled records in order of settling, and how far each consumer of results has come.
CREATE TABLE IF NOT EXISTS settled (
  seq BIGINT PRIMARY KEY,
  request BIGINT NOT NULL,
  operation INT NOT NULL
);
CREATE INDEX IF NOT EXISTS settled_operation ON settled (operation, seq);
CREATE TABLE IF NOT EXISTS result_cursor (
  name VARCHAR(200) PRIMARY KEY,
  seq BIGINT NOT NULL
);

CREATE TABLE IF NOT EXISTS pause (
  provider VARCHAR(60) PRIMARY KEY,
  since BIGINT NOT NULL,
  reason VARCHAR(2000) NOT NULL,
  credential VARCHAR(64)
);

CREATE TABLE IF NOT EXISTS secret (
  name VARCHAR(40) PRIMARY KEY,
  text VARCHAR(200) NOT NULL,
  created_at BIGINT NOT NULL
);
