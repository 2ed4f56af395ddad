-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- A callee is its number in E.164 without the plus, as a number: 15 digits at most.

-- Callees that an operation reaches no more, as far as we noted them ourselves.
CREATE TABLE IF NOT EXISTS do_not_call (
  callee BIGINT NOT NULL,
  operation INT NOT NULL,
  noted_at BIGINT NOT NULL,
  why VARCHAR(1000) NOT NULL,
  PRIMARY KEY (callee, operation)
);
CREATE INDEX IF NOT EXISTS do_not_call_operation ON do_not_call (operation);

-- The places that a cap gives a callee in a day of its own (days since 1970-01-01), each taken by one attempt.
CREATE TABLE IF NOT EXISTS capped (
  callee BIGINT NOT NULL,
  operation INT NOT NULL,
  day INT NOT NULL,
  place INT NOT NULL,
  request BIGINT NOT NULL,
  attempt INT NOT NULL,
  PRIMARY KEY (callee, operation, day, place)
);
CREATE INDEX IF NOT EXISTS capped_day ON capped (day);

-- Records that a timing rule holds: it says so for as long as the record is due at this very time. rule tells whether
-- it was the rule that stands now.
CREATE TABLE IF NOT EXISTS held (
  request BIGINT PRIMARY KEY,
  operation INT NOT NULL,
  due_at BIGINT NOT NULL,
  rule BIGINT NOT NULL,
  why VARCHAR(1000) NOT NULL
);
