import type { Receipt } from '@heliograph/shared/domain/receipt'
import { decideReceipt } from '@heliograph/shared/domain/receipt-decision'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { Db } from '../db/db.ts'
import { findReceiptRow, type ReceiptRow, type ReceiptTarget } from './receipt-row.ts'
import { writePrice } from './write-price.ts'
import { type ReceiptWrite, writeReceipt } from './write-receipt.ts'

/** What the receipt did. `mismatch` and `unknown_attempt` changed nothing. */
export type ReceiptResult = {
  readonly kind: 'applied' | 'ignored' | 'conflicting' | 'mismatch' | 'unknown_attempt'
  readonly status?: MessageStatus
}

/** After a callback came in, callbacks evidently work: the next look-up can wait this long. */
const defaultNextLookMs = 600_000
const maxRaces = 10

/**
 * Applies a receipt: reads the message, decides, and writes everything in one statement that is fenced
 * by the message's version. Losing a race means deciding again, so that receipts of one message may be
 * applied from several processes at once.
 */
export async function applyReceipt(
  deps: { readonly db: Db; readonly nextLookMs?: number },
  target: ReceiptTarget,
  receipt: Receipt,
): Promise<ReceiptResult> {
  for (let race = 0; race < maxRaces; race += 1) {
    const row = await findReceiptRow(deps.db, target, receipt)
    if (row === undefined) return { kind: 'unknown_attempt' }
    if (row.isTaken) return { kind: 'mismatch' }
    const decision = decideReceipt(
      { ...row, attempt: { state: row.attemptState, providerId: row.attemptProviderId } },
      receipt,
    )
    if (decision.kind === 'mismatch') return { kind: 'mismatch' }
    const nextLookMs = deps.nextLookMs ?? defaultNextLookMs
    if (await write(deps.db, { target, receipt, row, decision, nextLookMs })) return resultOf(decision, row)
  }
  throw new Error(`the receipt for message ${target.messageId} lost ${maxRaces} races in a row`)
}

/** Writes what the decision asks for; false when the race was lost. A repeat writes at most its price. */
function write(db: Db, change: ReceiptWrite): Promise<boolean> {
  if (isWritten(change.decision)) return writeReceipt(db, change)
  const isNews = change.receipt.price !== undefined && !change.row.isPriced
  return isNews ? writePrice(db, change) : Promise.resolve(true)
}

function isWritten(decision: ReceiptWrite['decision']): boolean {
  return decision.kind === 'applied' || decision.kind === 'bound' || decision.isNew
}

function resultOf(decision: ReceiptWrite['decision'], row: ReceiptRow): ReceiptResult {
  if (decision.kind === 'applied') return { kind: 'applied', status: decision.status }
  const kind = decision.kind === 'bound' ? 'applied' : decision.kind
  return { kind, status: row.status }
}
