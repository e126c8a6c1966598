/** One exact replacement. `find` must be in the file exactly once, or the mutant is out of date. */
export type Edit = { readonly file: string; readonly find: string; readonly replace: string }

/** A promise broken on purpose, and the scenarios of which at least one must notice. */
export type Mutant = {
  readonly name: string
  readonly title: string
  readonly edits: readonly Edit[]
  /** Arguments of one run of the suite each, tried in order until one catches it. */
  readonly runs: readonly (readonly string[])[]
}

const messages = 'packages/delivery/src/messages'

/** The mutants that the suite must catch. */
export const mutants: readonly Mutant[] = [
  {
    name: 'fence-dropped',
    title: 'a late answer settles whatever attempt the message is at',
    edits: [
      {
        file: `${messages}/settle-attempt.ts`,
        find: `AND n = \${claim.attempt}::int AND state IN ('open', 'ambiguous')`,
        replace: `AND n = \${claim.attempt}::int`,
      },
      {
        file: `${messages}/settle-attempt.ts`,
        find: `WHERE m.id = closed.message_id AND m.fence = \${claim.attempt}::int AND m.status IN ('sending', 'ambiguous')`,
        replace: `WHERE m.id = closed.message_id`,
      },
    ],
    runs: [['--scenario', 'C10', '--messages', '4']],
  },
  {
    name: 'callback-in-two-statements',
    title: 'a receipt moves the message in one statement and writes attempt, reference and event in another',
    edits: [
      {
        file: `${messages}/write-receipt.ts`,
        find: `  const rows = await runStatement<{ id: string }>(`,
        replace: `  const first = await db.$executeRaw\`
    UPDATE mms_log m SET version = m.version + 1\${changes(write)}
    WHERE m.id = \${target.messageId}::uuid AND m.version = \${row.version}::int\`
  if (first === 0) return false
  const rows = await runStatement<{ id: string }>(`,
      },
      {
        file: `${messages}/write-receipt.ts`,
        find: `AND version = \${row.version}::int
      FOR UPDATE`,
        replace: `AND version = \${row.version}::int + 1
      FOR UPDATE`,
      },
      {
        file: `${messages}/write-receipt.ts`,
        find: `      UPDATE mms_log m SET version = m.version + 1\${changes(write)}
      WHERE m.id = \${target.messageId}::uuid AND m.version = \${row.version}::int
        AND (NOT \${binds} OR EXISTS (SELECT 1 FROM ref))
      RETURNING m.*`,
        replace: `      SELECT m.* FROM mms_log m
      WHERE m.id = \${target.messageId}::uuid AND m.version = \${row.version}::int + 1
        AND (NOT \${binds} OR EXISTS (SELECT 1 FROM ref))`,
      },
      {
        file: `${messages}/write-receipts.ts`,
        find: `    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
      SELECT id, version, tenant_id, 'receipt.applied', status, rank, n, provider_id, data FROM moved
    )
    SELECT position FROM moved\``,
        replace: `    )
    SELECT * FROM moved\``,
      },
      {
        file: `${messages}/write-receipts.ts`,
        find: `  const written = new Set(`,
        replace: `  await db.$executeRaw\`
    INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt, provider_id, data)
    SELECT (r->>'id')::uuid, (r->>'version')::int, (r->>'tenant_id')::uuid, 'receipt.applied', r->>'status',
      (r->>'rank')::smallint, (r->>'n')::int, r->>'provider_id', r->'data'
    FROM jsonb_array_elements(\${JSON.stringify(rows)}::jsonb) r\`
  const written = new Set(`,
      },
    ],
    runs: [
      ['--scenario', 'C3'],
      ['--scenario', 'C8'],
    ],
  },
  {
    name: 'reset-retried',
    title: 'a connection that broke after the request began is taken for not sent',
    edits: [
      {
        file: 'packages/delivery/src/providers/end-of-send.ts',
        find: `  const status = result.status === undefined ? {} : { httpStatus: result.status }\n`,
        replace: `  if (result.reason === 'connection_lost') {
    return { kind: 'not_sent', usesAttempt: true, fault: faultOf(explain, result.reason, 'network') }
  }
  const status = result.status === undefined ? {} : { httpStatus: result.status }\n`,
      },
    ],
    runs: [['--scenario', 'C2', '--messages', '800']],
  },
  {
    name: 'lease-to-retrying',
    title: 'a message whose lease ran out is sent again without proof',
    edits: [
      {
        file: `${messages}/sweep-leases.ts`,
        find: `SET status = 'ambiguous', lease_until = NULL`,
        replace: `SET status = 'retrying', lease_until = NULL`,
      },
    ],
    // On a fast machine callbacks prove what C9 kills before its lease is over; C3 loses some of them.
    runs: [
      ['--scenario', 'C9', '--messages', '32'],
      ['--scenario', 'C3'],
    ],
  },
]
