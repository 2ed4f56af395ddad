-- HSQLDB commits each statement by itself and a start may be killed between two: whatever stands here can run again.
-- What one process alone is sending, a row a request: records that are listed with the version that they have in
-- request, "id:version id:version ...". A listed record that is still due in that version is being sent, or was when its
-- process ended. Short and in memory, because each lives only until its answer is written.
CREATE ${memory} TABLE IF NOT EXISTS flight (
  call_no BIGINT PRIMARY KEY,
  node BIGINT NOT NULL,
  started_at BIGINT NOT NULL,
  records VARCHAR(1000000) NOT NULL
);
