-- Who must not be written to, and what recipients wrote to us. docs/adr/014 tells why.

-- A UUIDv7 (RFC 9562) for rows that are made inside a statement.
CREATE FUNCTION new_uuidv7() RETURNS uuid
  LANGUAGE sql VOLATILE
  RETURN (lpad(to_hex(floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
    || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid;

-- One row per opt-out. Lifting it sets removed_at: the evidence stays.
CREATE TABLE suppression (
  id uuid NOT NULL DEFAULT new_uuidv7(),
  -- NULL: every tenant. A recipient who writes STOP to a number does not know whose it is.
  tenant_id uuid,
  -- NULL: every sender. A sender may be a messaging service: carriers block per service too.
  sender_id uuid,
  recipient text NOT NULL,
  reason text NOT NULL,
  detail text,
  message_id uuid,
  inbound_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  created_by uuid,
  removed_at timestamptz(3),
  removed_by uuid,
  removed_inbound_id uuid,
  -- Of a row for every tenant: who sees it in lists, and who lifted it for itself.
  shown_to uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  lifted_for uuid[] NOT NULL DEFAULT ARRAY[]::uuid[],
  CONSTRAINT suppression_pkey PRIMARY KEY (id),
  CONSTRAINT suppression_reason_check CHECK (reason IN ('opt_out_keyword', 'provider_code', 'api'))
);
-- The check at accept and claim: one probe.
CREATE UNIQUE INDEX suppression_live ON suppression (recipient, tenant_id, sender_id) NULLS NOT DISTINCT
  WHERE removed_at IS NULL;
CREATE INDEX suppression_tenant_id_id_idx ON suppression (tenant_id, id DESC);
CREATE INDEX suppression_recipient_idx ON suppression (recipient);

-- What recipients wrote, once per id of the provider. Content is cleared by age, the row stays as evidence.
CREATE TABLE inbound_message (
  id uuid NOT NULL,
  -- NULL: it could not be told which tenant it was meant for.
  tenant_id uuid,
  provider_account_id uuid NOT NULL,
  provider_id text NOT NULL,
  from_number text NOT NULL,
  to_number text NOT NULL,
  messaging_service text,
  body text,
  media_urls text[] NOT NULL DEFAULT '{}',
  media_count integer NOT NULL DEFAULT 0,
  opt_out_type text,
  keyword text,
  action text,
  received_at timestamptz(3) NOT NULL DEFAULT now(),
  content_cleared_at timestamptz(3),
  CONSTRAINT inbound_message_pkey PRIMARY KEY (id),
  CONSTRAINT inbound_message_provider_account_id_provider_id_key UNIQUE (provider_account_id, provider_id),
  CONSTRAINT inbound_message_action_check CHECK (action IN ('stop', 'start', 'help'))
);
CREATE INDEX inbound_message_tenant_id_id_idx ON inbound_message (tenant_id, id DESC);
CREATE INDEX inbound_message_tenant_id_from_number_id_idx ON inbound_message (tenant_id, from_number, id DESC);
CREATE INDEX inbound_message_uncleared ON inbound_message (received_at) WHERE content_cleared_at IS NULL;
