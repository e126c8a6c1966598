-- Drops the oldest month of messages that ended before `before`, if every message in it is final, and
-- answers its name (YYYYMM), or nothing. One month a call, so that the locks it needs are held briefly.
CREATE FUNCTION drop_message_month(before timestamptz) RETURNS text
  LANGUAGE plpgsql AS $$
DECLARE
  month text;
  parent text;
  is_busy boolean;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_message_partitions'));
  SELECT min(substring(c.relname FROM '\d{6}$')) INTO month
    FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'mms_log'::regclass AND c.relname ~ '^mms_log_\d{6}$';
  IF month IS NULL OR (to_date(month, 'YYYYMM') + interval '1 month') AT TIME ZONE 'UTC' > before THEN
    RETURN NULL;
  END IF;
  EXECUTE format('SELECT EXISTS (SELECT 1 FROM %I WHERE final_at IS NULL)', 'mms_log_' || month) INTO is_busy;
  IF is_busy THEN
    RETURN NULL;
  END IF;
  FOREACH parent IN ARRAY ARRAY['mms_event', 'mms_attempt', 'mms_content', 'mms_log'] LOOP
    EXECUTE format('DROP TABLE %I', parent || '_' || month);
  END LOOP;
  RETURN month;
END $$;
