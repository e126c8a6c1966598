-- Proof of lost answers: how often the provider's list was read clean for an attempt, and when last.
ALTER TABLE mms_attempt
  ADD COLUMN checks integer NOT NULL DEFAULT 0,
  ADD COLUMN checked_at timestamptz(3);

-- What a tenant's messages do with a lost answer unless they say otherwise.
ALTER TABLE tenant
  ADD COLUMN default_policy text NOT NULL DEFAULT 'confirmed',
  ADD CONSTRAINT tenant_default_policy_check
    CHECK (default_policy IN ('at_most_once', 'confirmed', 'at_least_once'));

-- Receipts whose attempt is not known (yet): a database restored from before the send, a standby behind.
CREATE TABLE parked_receipt (
  message_id uuid NOT NULL,
  n integer NOT NULL,
  provider_id text NOT NULL,
  status text NOT NULL,
  receipt jsonb NOT NULL,
  parked_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT parked_receipt_pkey PRIMARY KEY (message_id, n, provider_id, status)
);
CREATE INDEX parked_receipt_parked_at_idx ON parked_receipt (parked_at);
