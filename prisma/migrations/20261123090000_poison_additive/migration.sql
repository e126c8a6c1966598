-- Processes in a row that died with the message in hand: from two on it is sent alone in its process.
ALTER TABLE mms_log ADD COLUMN crashes integer NOT NULL DEFAULT 0;
