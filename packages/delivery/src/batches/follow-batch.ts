import type { Db, Tx } from '../db/db.ts'
import { dueNow } from '../db/due-now.ts'
import { batchFacet } from './batch-row.ts'
import { type FollowPage, type FollowStep, followStatement } from './follow-statement.ts'

/** What one turn did: messages moved, and whether a batch wanted following at all. */
export type FollowReport = { readonly batches: number; readonly moved: number }

/** Messages of one step: small enough to hold no lock for long. */
const pageSize = 1_000
/** Wait before messages that were being sent when their turn came are looked at again. */
const secondLookMs = 30_000

type Followed = {
  readonly id: string
  readonly tenantId: string
  readonly step: FollowStep
  readonly after: string | null
  readonly missed: boolean
}

/**
 * Brings one page of messages of one batch to where its last pause, resume or cancel wants them, in one
 * transaction: out of the lane's front, back into it, or to `canceled`. Batches take turns. Safe to stop anywhere
 * and to run in several processes: the batch's row is locked, what is moved is fenced by its status, and a page
 * that is done twice moves nothing.
 */
export function followBatch(db: Db): Promise<FollowReport> {
  return db.$transaction(async (tx) => {
    const batch = await takeBatch(tx)
    if (batch === undefined) return { batches: 0, moved: 0 }
    const page = await movePage(tx, batch)
    const missed = batch.missed || page.missed > 0
    if (page.seen === pageSize) await keepPlace(tx, batch.id, { after: page.lastId, missed })
    else await finishPass(tx, batch.id, missed)
    return { batches: 1, moved: page.moved }
  })
}

async function takeBatch(tx: Tx): Promise<Followed | undefined> {
  const rows = await tx.$queryRaw<Followed[]>`
    SELECT id, tenant_id AS "tenantId", follow_after AS after, follow_missed AS missed,
      CASE WHEN canceled_at IS NOT NULL THEN 'cancel' WHEN paused_at IS NOT NULL THEN 'put_aside'
        ELSE 'bring_back' END AS step
    FROM batch WHERE follow_at <= now()
    ORDER BY follow_at LIMIT 1 FOR UPDATE SKIP LOCKED`
  return rows[0]
}

async function movePage(tx: Tx, batch: Followed): Promise<FollowPage> {
  const { tenantId, step, after } = batch
  const facet = batchFacet(batch.id)
  const rows = await tx.$queryRaw<FollowPage[]>(
    followStatement({ tenantId, facet, step, after, limit: pageSize }),
  )
  const page = rows[0]
  if (page === undefined) throw new Error('a count always answers a row')
  return page
}

async function keepPlace(
  tx: Tx,
  id: string,
  place: { readonly after: string | null; readonly missed: boolean },
): Promise<void> {
  await tx.$executeRaw`
    UPDATE batch SET follow_at = ${dueNow}, follow_after = ${place.after}::uuid, follow_missed = ${place.missed}
    WHERE id = ${id}::uuid`
}

/** A message that was being sent may come back as `retrying`: then it is met by the next pass. */
async function finishPass(tx: Tx, id: string, missed: boolean): Promise<void> {
  await tx.$executeRaw`
    UPDATE batch SET follow_after = NULL, follow_missed = false,
      follow_at = CASE WHEN ${missed} THEN now() + make_interval(secs => ${secondLookMs / 1000}::float8) END
    WHERE id = ${id}::uuid`
}
