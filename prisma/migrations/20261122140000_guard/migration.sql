-- Tenants can be switched off. A key without a tenant is an operator's: it belongs to the installation, reads across
-- tenants and never sends.
ALTER TABLE tenant ADD COLUMN is_active boolean NOT NULL DEFAULT true;

ALTER TABLE api_key ALTER COLUMN tenant_id DROP NOT NULL;
-- The secret before a rotation opens the door until previous_expires_at.
ALTER TABLE api_key ADD COLUMN previous_hash bytea;
ALTER TABLE api_key ADD COLUMN previous_expires_at timestamptz(3);
ALTER TABLE api_key ADD CONSTRAINT api_key_previous_check
  CHECK ((previous_hash IS NULL) = (previous_expires_at IS NULL));
ALTER TABLE api_key ADD CONSTRAINT api_key_operator_check
  CHECK (tenant_id IS NOT NULL OR NOT 'messages:write' = ANY (scopes));

-- What people and keys did to the installation, append-only. No foreign keys: a line outlives what it speaks of.
-- seq, at and the hashes are set by the trigger alone; a null tenant_id means the installation.
CREATE TABLE audit_log (
  id uuid NOT NULL,
  seq bigint NOT NULL,
  at timestamptz(3) NOT NULL,
  tenant_id uuid,
  actor text NOT NULL,
  actor_key_id uuid,
  actor_prefix text,
  action text NOT NULL,
  target text,
  ip text,
  request_id text,
  details jsonb NOT NULL DEFAULT '{}',
  previous_hash bytea NOT NULL,
  hash bytea NOT NULL,
  CONSTRAINT audit_log_pkey PRIMARY KEY (id),
  CONSTRAINT audit_log_seq_key UNIQUE (seq),
  CONSTRAINT audit_log_actor_check CHECK (actor IN ('key', 'cli', 'system'))
);
CREATE INDEX audit_log_tenant_id_id_idx ON audit_log (tenant_id, id DESC);

-- SHA-256 over the hash before and every column. Times go in as milliseconds: their text depends on the session.
CREATE FUNCTION audit_row_hash(entry audit_log) RETURNS bytea
  LANGUAGE sql STABLE AS $$
  SELECT sha256(entry.previous_hash || convert_to(jsonb_build_array(
    entry.seq, entry.id, (extract(epoch FROM entry.at) * 1000)::bigint, entry.tenant_id, entry.actor,
    entry.actor_key_id, entry.actor_prefix, entry.action, entry.target, entry.ip, entry.request_id, entry.details
  )::text, 'UTF8'))
$$;

-- One writer at a time until it commits, so that the chain has no forks and no gaps.
CREATE FUNCTION chain_audit_row() RETURNS trigger
  LANGUAGE plpgsql AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log'));
  SELECT seq, hash INTO last_seq, last_hash FROM audit_log ORDER BY seq DESC LIMIT 1;
  NEW.seq := coalesce(last_seq, 0) + 1;
  NEW.at := date_trunc('milliseconds', clock_timestamp());
  NEW.previous_hash := coalesce(last_hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := audit_row_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_log_chain BEFORE INSERT ON audit_log FOR EACH ROW EXECUTE FUNCTION chain_audit_row();

CREATE FUNCTION refuse_audit_change() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'audit_log is append-only: % is refused', TG_OP USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_log_no_change BEFORE UPDATE OR TRUNCATE ON audit_log
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();

-- Only trim_audit_log deletes, and nothing younger than 90 days.
CREATE FUNCTION refuse_audit_delete() RETURNS trigger
  LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('heliograph.trims_audit', true) = 'on' AND OLD.at < now() - interval '90 days' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'audit_log is append-only: DELETE is refused' USING ERRCODE = 'restrict_violation';
END $$;
CREATE TRIGGER audit_log_no_delete BEFORE DELETE ON audit_log
  FOR EACH ROW EXECUTE FUNCTION refuse_audit_delete();

-- Removes the oldest lines, all before `before`, and leaves a line that holds the hash where the chain goes on.
-- Answers how many it removed.
CREATE FUNCTION trim_audit_log(line_id uuid, before timestamptz) RETURNS bigint
  LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
DECLARE
  last_seq bigint;
  last_hash bytea;
  removed bigint;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('audit_log'));
  SELECT seq, hash INTO last_seq, last_hash FROM audit_log
    WHERE seq < coalesce((SELECT min(seq) FROM audit_log WHERE at >= before), 9223372036854775807)
    ORDER BY seq DESC LIMIT 1;
  IF last_seq IS NULL THEN
    RETURN 0;
  END IF;
  INSERT INTO audit_log (id, actor, action, details) VALUES (line_id, 'system', 'audit.trimmed',
    jsonb_build_object('throughSeq', last_seq, 'throughHash', encode(last_hash, 'hex')));
  PERFORM set_config('heliograph.trims_audit', 'on', true);
  DELETE FROM audit_log WHERE seq <= last_seq;
  GET DIAGNOSTICS removed = ROW_COUNT;
  PERFORM set_config('heliograph.trims_audit', 'off', true);
  RETURN removed;
END $$;
