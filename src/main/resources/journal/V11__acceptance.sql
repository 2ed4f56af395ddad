-- Acceptances that their records' rows do not tell yet: a row that is due in row_version is accepted since accepted_at.
-- Short and in memory, because each lives only until its row is written, when there is time or the record goes on.
CREATE ${memory} TABLE IF NOT EXISTS acceptance (
  request BIGINT PRIMARY KEY,
  row_version INT NOT NULL,
  attempts INT NOT NULL,
  counted INT NOT NULL,
  started_at BIGINT NOT NULL,
  last_status INT NOT NULL,
  accepted_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  result_from BIGINT NOT NULL,
  call_no BIGINT NOT NULL,
  provider_ref VARCHAR(300)
);
