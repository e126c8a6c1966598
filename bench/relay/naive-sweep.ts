import type pg from 'pg'

/**
 * The control: takes due rows in order of priority and time, without lanes. Rolled back, so that it takes
 * nothing from the sweep it is compared with. Answers its time in milliseconds.
 */
export async function timeNaiveSweep(client: pg.Client, limit: number): Promise<number> {
  await client.query('BEGIN')
  try {
    const startedAt = performance.now()
    await client.query(naiveStatement, [limit])
    return performance.now() - startedAt
  } finally {
    await client.query('ROLLBACK')
  }
}

/** What most row-as-queue tables do. */
export const naiveStatement = `
  WITH due AS (
    SELECT id FROM mms_log
    WHERE status IN ('scheduled', 'queued', 'retrying') AND next_at <= now() AND dispatch_until <= now()
    ORDER BY priority, next_at LIMIT $1 FOR UPDATE SKIP LOCKED
  )
  UPDATE mms_log m SET gen = m.gen + 1, dispatch_until = now() + interval '5 s'
  FROM due WHERE m.id = due.id
  RETURNING m.id, m.gen`
