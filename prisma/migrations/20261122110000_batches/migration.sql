-- Batches: what chunks brought, what all their items have in common, and how far the messages of a batch have
-- followed its last pause, resume or cancel.
ALTER TABLE batch
  ADD COLUMN refused integer NOT NULL DEFAULT 0,
  ADD COLUMN defaults jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN follow_at timestamptz(3),
  ADD COLUMN follow_after uuid,
  ADD COLUMN follow_missed boolean NOT NULL DEFAULT false;

-- Batches whose messages have not all followed yet: few rows, read by every relay sweep.
CREATE INDEX batch_follow ON batch (follow_at) WHERE follow_at IS NOT NULL;

-- A chunk as it was named by its sender. Committed with its messages, so that sending it again stores nothing.
CREATE TABLE batch_chunk (
  batch_id uuid NOT NULL,
  key text NOT NULL,
  tenant_id uuid NOT NULL,
  request_hash bytea NOT NULL,
  verdicts jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  CONSTRAINT batch_chunk_pkey PRIMARY KEY (batch_id, key)
);
