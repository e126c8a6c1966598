import { type Db, Prisma } from '@heliograph/delivery/db/db'
import { messageColumns, messageJoins } from '@heliograph/delivery/messages/message-queries'
import type pg from 'pg'
import type { Sample } from './cases.ts'
import type { Filled } from './fill.ts'

const pageSize = 50

/** What the exact filters ask for, and an id in the middle of the largest tenant's history. */
export async function readSample(
  client: pg.Client,
  { tenantId, from, to }: Filled,
): Promise<{ readonly sample: Sample; readonly middleId: string }> {
  const middle = new Date((from.getTime() + to.getTime()) / 2)
  const { rows } = await client.query<Sample & { id: string }>(
    `SELECT m.id, m.to_number AS "to", m.reference, m.batch_id AS "batchId", m.provider_id AS "providerId"
    FROM mms_log m
    WHERE m.tenant_id = $1 AND m.id >= uuidv7_floor($2) AND m.reference IS NOT NULL AND m.batch_id IS NOT NULL
      AND m.provider_id IS NOT NULL AND m.to_number <> '+15558675310'
    ORDER BY m.id LIMIT 1`,
    [tenantId, middle],
  )
  const row = rows[0]
  if (row === undefined) throw new Error('the fill made no message to look for')
  const { id: middleId, ...sample } = row
  return { sample, middleId }
}

/** The control: 50 messages that follow one another, as they are shown, read by their primary keys; others at every call. */
export async function openControl(
  db: Db,
  client: pg.Client,
  { tenantId }: Filled,
): Promise<() => Promise<number>> {
  const { rows } = await client.query<{ id: string }>(
    'SELECT id FROM mms_log WHERE tenant_id = $1 ORDER BY id DESC LIMIT 20000',
    [tenantId],
  )
  let at = 0
  return async () => {
    const ids = Array.from({ length: pageSize }, (_, index) => rows[(at + index) % rows.length]?.id ?? '')
    at += pageSize
    const found = await db.$queryRaw<unknown[]>(Prisma.sql`
      WITH page AS MATERIALIZED (SELECT * FROM mms_log WHERE id = ANY(${ids}::uuid[]))
      SELECT ${messageColumns()} FROM page m ${messageJoins()} ORDER BY m.id DESC`)
    return found.length
  }
}
