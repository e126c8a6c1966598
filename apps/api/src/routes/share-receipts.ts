import { type ApplyReceipt, applyTogether } from '@heliograph/delivery/messages/apply-receipt'
import type { ApiDeps } from '../api-deps.ts'

/** A second statement starts beside the first only for a full batch, or when the first takes unusually long. */
const sharing = { maxBatch: 32, maxRunning: 2, patienceMs: 25 } as const

/** Applies the receipts that come in at one door, over the pool for callbacks; those of one moment share statements. */
export function shareReceipts({ callbackDb: db, nextLookMs }: ApiDeps): ApplyReceipt {
  return applyTogether({ db, nextLookMs }, sharing)
}
