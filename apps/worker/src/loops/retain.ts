import { clearInbound } from '@heliograph/delivery/consent/clear-inbound'
import { deleteOldCounts } from '@heliograph/delivery/limits/share-counts'
import { clearContents } from '@heliograph/delivery/retention/clear-contents'
import { clearBatchDefaults, deleteOldBatches } from '@heliograph/delivery/retention/delete-old-batches'
import { deleteOldKeys, deleteOldRefs } from '@heliograph/delivery/retention/delete-old-keys'
import { deleteRefusedRequests } from '@heliograph/delivery/retention/delete-refused-requests'
import { dropMonth } from '@heliograph/delivery/retention/drop-month'
import type { WorkerDeps } from '../worker-deps.ts'

/** Rows of one step: small enough to hold no lock for long. */
export const retentionLimit = 1_000

/**
 * One step of retention: a month of messages dropped, a batch of contents cleared, old keys deleted.
 * Answers the size of the largest batch, so that the loop goes on at once while there is more.
 */
export async function retain({ db, config, log }: WorkerDeps): Promise<number> {
  const { contentDays, messageDays } = config.retention
  const limit = retentionLimit
  const month = messageDays === 0 ? undefined : await dropMonth(db, messageDays)
  if (month !== undefined) log.info({ event: 'retention.month_dropped', month })
  const cleared = contentDays === 0 ? 0 : await clearContents(db, { days: contentDays, limit })
  if (cleared > 0) log.info({ event: 'retention.contents_cleared', messages: cleared })
  const inbound = contentDays === 0 ? 0 : await clearInbound(db, { days: contentDays, limit })
  if (inbound > 0) log.info({ event: 'retention.inbound_cleared', messages: inbound })
  const shared = contentDays === 0 ? 0 : await clearBatchDefaults(db, { days: contentDays, limit })
  const keys = await deleteOldKeys(db, limit)
  const batches = messageDays === 0 ? 0 : await deleteOldBatches(db, { days: messageDays, limit })
  const refs = messageDays === 0 ? 0 : await deleteOldRefs(db, { days: messageDays, limit })
  const refused = await deleteRefusedRequests(db, limit)
  const counts = await deleteOldCounts(db, limit)
  return Math.max(
    cleared,
    shared,
    batches,
    inbound,
    keys,
    refs,
    refused,
    counts,
    month === undefined ? 0 : limit,
  )
}
