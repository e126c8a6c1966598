-- The spine: tenants and keys, provider accounts and senders, and the partitioned message tables.
-- Works on Postgres 15 and newer. Message tables are RANGE-partitioned by message id: ids are
-- UUIDv7 (RFC 9562), so the id carries the month. docs/adr/002 tells why.

CREATE TABLE tenant (
  id uuid PRIMARY KEY,
  name text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT tenant_name_key UNIQUE (name)
);

CREATE TABLE api_key (
  id uuid PRIMARY KEY,
  tenant_id uuid NOT NULL REFERENCES tenant (id),
  name text NOT NULL,
  prefix text NOT NULL,
  hash bytea NOT NULL,
  scopes text[] NOT NULL,
  expires_at timestamptz(3),
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT api_key_prefix_key UNIQUE (prefix)
);
CREATE INDEX api_key_tenant_id_idx ON api_key (tenant_id);

-- Secrets stay in the environment; credential_ref names the variable that holds them.
CREATE TABLE provider_account (
  id uuid PRIMARY KEY,
  provider text NOT NULL,
  external_id text NOT NULL,
  region text,
  credential_ref text NOT NULL,
  previous_credential_ref text,
  is_default boolean NOT NULL DEFAULT false,
  enabled boolean NOT NULL DEFAULT true,
  held_at timestamptz(3),
  hold_code text,
  probe_at timestamptz(3),
  probes integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT provider_account_provider_external_id_key UNIQUE (provider, external_id)
);

CREATE TABLE sender (
  id uuid PRIMARY KEY,
  provider_account_id uuid NOT NULL REFERENCES provider_account (id),
  address text NOT NULL,
  kind text NOT NULL,
  mps double precision,
  is_default boolean NOT NULL DEFAULT false,
  enabled boolean NOT NULL DEFAULT true,
  held_at timestamptz(3),
  hold_code text,
  probe_at timestamptz(3),
  probes integer NOT NULL DEFAULT 0,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT sender_provider_account_id_address_key UNIQUE (provider_account_id, address),
  CONSTRAINT sender_kind_check CHECK (kind IN ('number', 'short_code', 'messaging_service'))
);

CREATE TABLE mms_log (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  sender_id uuid NOT NULL,
  provider_account_id uuid NOT NULL,
  provider text NOT NULL,
  provider_id text,
  to_number text NOT NULL,
  from_number text,
  messaging_service text,
  kind text NOT NULL,
  status text NOT NULL,
  rank smallint NOT NULL DEFAULT 0,
  policy text NOT NULL DEFAULT 'confirmed',
  priority smallint NOT NULL DEFAULT 1,
  attempts_used integer NOT NULL DEFAULT 0,
  max_attempts integer NOT NULL DEFAULT 8,
  next_at timestamptz(3),
  dispatch_until timestamptz(3) NOT NULL DEFAULT '1970-01-01 00:00:00+00',
  gen integer NOT NULL DEFAULT 0,
  fence integer NOT NULL DEFAULT 0,
  lease_until timestamptz(3),
  polls integer NOT NULL DEFAULT 0,
  error_code text,
  error_class text,
  segments integer,
  media_count integer NOT NULL DEFAULT 0,
  price numeric(14, 6),
  price_unit text,
  reference text,
  send_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  submitted_at timestamptz(3),
  sent_at timestamptz(3),
  delivered_at timestamptz(3),
  final_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  duplicate boolean NOT NULL DEFAULT false,
  CONSTRAINT mms_log_pkey PRIMARY KEY (id),
  CONSTRAINT mms_log_kind_check CHECK (kind IN ('mms', 'sms')),
  CONSTRAINT mms_log_status_check CHECK (status IN (
    'scheduled', 'queued', 'sending', 'retrying', 'ambiguous', 'submitted', 'sent', 'delivered',
    'undelivered', 'failed', 'canceled', 'expired', 'blocked', 'unknown')),
  CONSTRAINT mms_log_policy_check CHECK (policy IN ('at_most_once', 'confirmed', 'at_least_once')),
  -- A row that waits for the engine always says when it is looked at next.
  CONSTRAINT mms_log_next_at_check CHECK (status NOT IN ('scheduled', 'queued', 'retrying') OR next_at IS NOT NULL),
  CONSTRAINT mms_log_lease_check CHECK ((status = 'sending') = (lease_until IS NOT NULL))
) PARTITION BY RANGE (id);

-- Relay: due rows per lane (tenant, sender, priority), read in exactly this order.
CREATE INDEX mms_log_due ON mms_log (tenant_id, sender_id, priority, next_at)
  WHERE status IN ('scheduled', 'queued', 'retrying');
-- Expiry sweep.
CREATE INDEX mms_log_expiry ON mms_log (expires_at) WHERE status IN ('scheduled', 'queued', 'retrying');
-- Lease sweep; lease_until itself stays out of every index so that renewing it is a HOT update.
CREATE INDEX mms_log_leased ON mms_log (id) WHERE status = 'sending';
-- Look-ups after hand-over: lost answers, silence, contradictions, prices.
CREATE INDEX mms_log_watched ON mms_log (next_at)
  WHERE next_at IS NOT NULL AND status NOT IN ('scheduled', 'queued', 'retrying', 'sending');
-- GET /v1/messages, newest first; and the same for one recipient.
CREATE INDEX mms_log_tenant ON mms_log (tenant_id, id DESC);
CREATE INDEX mms_log_recipient ON mms_log (tenant_id, to_number, id DESC);

CREATE TABLE mms_content (
  message_id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  body text,
  media_urls text[] NOT NULL DEFAULT '{}',
  require_mms boolean NOT NULL DEFAULT false,
  metadata jsonb NOT NULL DEFAULT '{}',
  tags text[] NOT NULL DEFAULT '{}',
  CONSTRAINT mms_content_pkey PRIMARY KEY (message_id)
) PARTITION BY RANGE (message_id);
CREATE INDEX mms_content_tags ON mms_content USING gin (tags);

CREATE TABLE mms_attempt (
  message_id uuid NOT NULL,
  n integer NOT NULL,
  tenant_id uuid NOT NULL,
  provider_account_id uuid NOT NULL,
  state text NOT NULL,
  worker text NOT NULL,
  provider_id text,
  http_status integer,
  request_id text,
  error_code text,
  error_class text,
  detail text,
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  finished_at timestamptz(3),
  CONSTRAINT mms_attempt_pkey PRIMARY KEY (message_id, n),
  CONSTRAINT mms_attempt_state_check CHECK (state IN ('open', 'accepted', 'rejected', 'not_sent', 'ambiguous', 'absent'))
) PARTITION BY RANGE (message_id);
CREATE UNIQUE INDEX mms_attempt_one_open ON mms_attempt (message_id) WHERE state = 'open';

-- Identity columns on partitioned tables need Postgres 17, a sequence does not.
CREATE SEQUENCE mms_event_seq AS bigint;
CREATE TABLE mms_event (
  message_id uuid NOT NULL,
  version integer NOT NULL,
  tenant_id uuid NOT NULL,
  type text NOT NULL,
  status text NOT NULL,
  rank smallint NOT NULL,
  attempt integer,
  provider_id text,
  error_code text,
  error_class text,
  data jsonb NOT NULL DEFAULT '{}',
  at timestamptz(3) NOT NULL DEFAULT now(),
  xid xid8 NOT NULL DEFAULT pg_current_xact_id(),
  seq bigint NOT NULL DEFAULT nextval('mms_event_seq'),
  CONSTRAINT mms_event_pkey PRIMARY KEY (message_id, version)
) PARTITION BY RANGE (message_id);
-- Feeds read xid < pg_snapshot_xmin(pg_current_snapshot()) in this order, so that no late commit is skipped.
CREATE INDEX mms_event_feed ON mms_event (xid, seq);

-- Uniqueness of provider ids across partitions.
CREATE TABLE provider_ref (
  provider_account_id uuid NOT NULL,
  provider_id text NOT NULL,
  tenant_id uuid NOT NULL,
  message_id uuid NOT NULL,
  n integer NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT provider_ref_pkey PRIMARY KEY (provider_account_id, provider_id)
);
CREATE INDEX provider_ref_message_id_idx ON provider_ref (message_id);

CREATE TABLE idempotency_key (
  tenant_id uuid NOT NULL,
  route text NOT NULL,
  key text NOT NULL,
  request_hash bytea NOT NULL,
  message_id uuid,
  response_status integer NOT NULL,
  response_body jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT idempotency_key_pkey PRIMARY KEY (tenant_id, route, key)
);
CREATE INDEX idempotency_key_created_at_idx ON idempotency_key (created_at);

-- Smallest UUID whose UUIDv7 timestamp is `at`: the lower bound of all ids made from then on.
CREATE FUNCTION uuidv7_floor(at timestamptz) RETURNS uuid
  LANGUAGE sql IMMUTABLE PARALLEL SAFE
  RETURN (lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- Makes the monthly partitions of all message tables from this month on. Idempotent; safe to run side by side.
-- Answers the names of the partitions it made.
CREATE FUNCTION ensure_message_partitions(months_ahead integer) RETURNS SETOF text
  LANGUAGE plpgsql AS $$
DECLARE
  parent text;
  month timestamptz;
  part text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('ensure_message_partitions'));
  FOREACH parent IN ARRAY ARRAY['mms_log', 'mms_content', 'mms_attempt', 'mms_event'] LOOP
    FOR i IN 0..months_ahead LOOP
      month := (date_trunc('month', now() AT TIME ZONE 'UTC') + make_interval(months => i)) AT TIME ZONE 'UTC';
      part := parent || to_char(month AT TIME ZONE 'UTC', '_YYYYMM');
      CONTINUE WHEN to_regclass(part) IS NOT NULL;
      EXECUTE format('CREATE TABLE %I PARTITION OF %I FOR VALUES FROM (%L) TO (%L) WITH (fillfactor = 80)',
        part, parent, uuidv7_floor(month),
        uuidv7_floor((month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
      RETURN NEXT part;
    END LOOP;
  END LOOP;
END $$;

-- Rows that no month fits land here; the maintenance loop raises an alarm when one does.
CREATE TABLE mms_log_default PARTITION OF mms_log DEFAULT;
CREATE TABLE mms_content_default PARTITION OF mms_content DEFAULT;
CREATE TABLE mms_attempt_default PARTITION OF mms_attempt DEFAULT;
CREATE TABLE mms_event_default PARTITION OF mms_event DEFAULT;

SELECT ensure_message_partitions(3);
