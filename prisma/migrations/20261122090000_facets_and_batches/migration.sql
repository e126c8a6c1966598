-- What messages are found by: one row per property that never changes (sender, provider, reference, batch, tag,
-- metadata key). Written once with the message, so that finding by them costs the message row no index.
CREATE TABLE mms_facet (
  tenant_id uuid NOT NULL,
  facet text NOT NULL,
  message_id uuid NOT NULL,
  CONSTRAINT mms_facet_pkey PRIMARY KEY (tenant_id, facet, message_id)
) PARTITION BY RANGE (message_id);

DROP INDEX mms_content_tags;

-- Messages that were posted together. Pausing and cancelling is a row that claims check; the messages follow in steps.
CREATE TABLE batch (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  name text,
  mode text NOT NULL,
  items integer NOT NULL DEFAULT 0,
  paused_at timestamptz(3),
  canceled_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT batch_pkey PRIMARY KEY (id),
  CONSTRAINT batch_mode_check CHECK (mode IN ('all', 'each'))
);
CREATE INDEX batch_tenant_id_id_idx ON batch (tenant_id, id DESC);

ALTER TABLE mms_log ADD COLUMN batch_id uuid;

-- Dead entries at the front of a lane cost every sweep of the relay, so busy partitions are vacuumed early.
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
        WITH (fillfactor = 80, autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)',
        part, parent, uuidv7_floor(month),
        uuidv7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
      RETURN NEXT part;
    END LOOP;
  END LOOP;
END $$;

-- Months that exist already: the same settings, and a part of the new table for each.
DO $$
DECLARE
  part text;
  month timestamptz;
BEGIN
  FOR part IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent IN ('mms_log'::regclass, 'mms_content'::regclass, 'mms_attempt'::regclass, 'mms_event'::regclass)
      AND c.relname ~ '_\d{6}$' LOOP
    EXECUTE format('ALTER TABLE %I SET (autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 2000)', part);
    CONTINUE WHEN part NOT LIKE 'mms\_log\_%';
    month := to_date(right(part, 6), 'YYYYMM')::timestamp AT TIME ZONE 'UTC';
    EXECUTE format('CREATE TABLE %I PARTITION OF mms_facet FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 80)',
      'mms_facet_' || right(part, 6), uuidv7_floor(month),
      uuidv7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
  END LOOP;
END $$;
CREATE TABLE mms_facet_default PARTITION OF mms_facet DEFAULT;

CREATE OR REPLACE FUNCTION drop_message_month(before timestamptz) RETURNS text
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
  FOREACH parent IN ARRAY ARRAY['mms_event', 'mms_attempt', 'mms_content', 'mms_facet', 'mms_log'] LOOP
    EXECUTE format('DROP TABLE IF EXISTS %I', parent || '_' || month);
  END LOOP;
  RETURN month;
END $$;
