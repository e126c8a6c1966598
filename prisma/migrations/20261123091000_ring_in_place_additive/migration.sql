-- A ring of the relay changes no indexed column, but rows that came together are rung together, and a page that is
-- filled to 80 % has room for the new versions of a fifth of them. The others move, with an entry in every index.
CREATE OR REPLACE FUNCTION ensure_message_partitions(months_ahead integer) RETURNS SETOF text
  LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  month timestamptz;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_message_partitions'));
  FOREACH parent IN ARRAY ARRAY['mms_log', 'mms_content', 'mms_attempt', 'mms_event', 'mms_facet'] LOOP
    FOR i IN 0..months_ahead LOOP
      month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
      part := parent || to_char(month AT TIME ZONE 'UTC', '_YYYYMM');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L)
        WITH (fillfactor = %s, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)',
        part, parent, uuidv7_floor(month),
        uuidv7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'),
        CASE parent WHEN 'mms_log' THEN 60 ELSE 80 END);
      RETURN NEXT part;
    END LOOP;
  END LOOP;
END $$;

-- Months that exist already: pages that are filled from now on.
DO $$
DECLARE
  part text;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = 'mms_log'::regclass AND c.relname ~ '_\d{6}$' LOOP
    EXECUTE format('ALTER TABLE %I SET (fillfactor = 60)', part);
  END LOOP;
END $$;
