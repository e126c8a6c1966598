-- Writes that were refused, without their content: they answer "we sent it, and nothing came" for 14 days.
-- The recipient is a keyed hash. Diagnostics, not truth: written in bulk after the answer, and lost with the process.
CREATE TABLE refused_request (
  id uuid NOT NULL,
  tenant_id uuid NOT NULL,
  key_id uuid,
  at timestamptz(3) NOT NULL,
  method text NOT NULL,
  route text NOT NULL,
  status integer NOT NULL,
  code text NOT NULL,
  problems jsonb NOT NULL DEFAULT '[]',
  recipient_hash text,
  CONSTRAINT refused_request_pkey PRIMARY KEY (id)
);
-- GET /v1/requests, newest first; and those that named one recipient. Ids are UUIDv7, so retention reads the primary key.
CREATE INDEX refused_request_tenant ON refused_request (tenant_id, id DESC);
CREATE INDEX refused_request_recipient ON refused_request (tenant_id, recipient_hash, id DESC);
