import type { TableRows } from './copy-table.ts'

/** The rows of every message table, from the messages in `bench_stage`. */
export function listTables(): readonly TableRows[] {
  return [log, content, attempt, ref, facet]
}

const log: TableRows = {
  table: 'mms_log',
  columns: `id, tenant_id, sender_id, provider_account_id, provider, provider_id, to_number, from_number, kind, status,
    rank, next_at, error_code, error_class, segments, media_count, reference, batch_id, expires_at, created_at,
    submitted_at, sent_at, delivered_at, final_at`,
  rows: `
    SELECT id, tenant_id, sender_id, provider_account_id, 'twilio', provider_id, recipient, address, 'mms',
      status, CASE WHEN status IN ('delivered', 'undelivered', 'failed') THEN 40 ELSE 0 END,
      CASE WHEN status IN ('scheduled', 'queued', 'retrying', 'ambiguous') THEN at + interval '1 hour' END,
      error_code, error_class, 1, 1, reference, batch, at + interval '4 hours', at,
      CASE WHEN provider_id IS NOT NULL THEN at + interval '1 s' END,
      CASE WHEN status IN ('sent', 'delivered', 'undelivered') THEN at + interval '3 s' END,
      CASE WHEN status = 'delivered' THEN at + interval '9 s' END,
      CASE WHEN status NOT IN ('scheduled', 'queued', 'retrying', 'ambiguous', 'submitted') THEN at + interval '9 s' END
    FROM bench_stage`,
}

const content: TableRows = {
  table: 'mms_content',
  columns: 'message_id, tenant_id, body, media_urls, metadata, tags',
  rows: `
    SELECT id, tenant_id, 'Your order is on its way.', '{https://media.example.com/parcel.jpg}',
      (SELECT coalesce(jsonb_object_agg(key, 'x'), '{}') FROM unnest(meta) key), tags
    FROM bench_stage`,
}

const attempt: TableRows = {
  table: 'mms_attempt',
  columns: 'message_id, n, tenant_id, provider_account_id, state, worker, provider_id, started_at',
  rows: `
    SELECT id, 1, tenant_id, provider_account_id, 'accepted', 'bench', provider_id, at
    FROM bench_stage WHERE provider_id IS NOT NULL`,
}

const ref: TableRows = {
  table: 'provider_ref',
  columns: 'provider_account_id, provider_id, tenant_id, message_id, n',
  rows: `
    SELECT provider_account_id, provider_id, tenant_id, id, 1
    FROM bench_stage WHERE provider_id IS NOT NULL`,
}

const facet: TableRows = {
  table: 'mms_facet',
  columns: 'tenant_id, facet, message_id',
  rows: `
    SELECT tenant_id, facet, id FROM bench_stage, LATERAL (
      SELECT 'from:' || address UNION ALL SELECT 'provider:twilio'
      UNION ALL SELECT 'tag:' || tag FROM unnest(tags) tag
      UNION ALL SELECT 'meta:' || key FROM unnest(meta) key
      UNION ALL SELECT 'ref:' || reference WHERE reference IS NOT NULL
      UNION ALL SELECT 'batch:' || batch WHERE batch IS NOT NULL
    ) f (facet)`,
}
