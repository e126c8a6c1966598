import type { Receipt } from '@heliograph/shared/domain/receipt'
import { decideReceipt } from '@heliograph/shared/domain/receipt-decision'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { Db } from '../db/db.ts'
import { wasRolledBack } from '../db/sql-state.ts'
import { type CoalesceLimits, coalesce } from './coalesce.ts'
import { type AimedReceipt, type ReceiptRow, type ReceiptTarget, readReceiptRows } from './receipt-row.ts'
import { writePrices } from './write-price.ts'
import { type ReceiptWrite, writeReceipt } from './write-receipt.ts'
import { isPlain, writeReceipts } from './write-receipts.ts'

/** What the receipt did. `mismatch`, `other_account` and `unknown_attempt` changed nothing. */
export type ReceiptResult = {
  readonly kind: 'applied' | 'ignored' | 'conflicting' | 'mismatch' | 'other_account' | 'unknown_attempt'
  readonly status?: MessageStatus
  /** Whose the message is; absent for an attempt that is not known. */
  readonly tenantId?: string
}

/** What applying needs: the database, and the wait until a message that is silent after this is looked up. */
export type ReceiptDeps = { readonly db: Db; readonly nextLookMs?: number }

/** Applies one receipt. */
export type ApplyReceipt = (target: ReceiptTarget, receipt: Receipt) => Promise<ReceiptResult>

type Statements = {
  readonly read: (asked: AimedReceipt) => Promise<ReceiptRow | undefined>
  readonly write: (write: ReceiptWrite) => Promise<boolean>
  readonly price: (write: ReceiptWrite) => Promise<boolean>
  readonly nextLookMs: number
}

/** After a callback came in, callbacks evidently work: the next look-up can wait this long. */
const defaultNextLookMs = 600_000
const maxRaces = 10

/**
 * Applies a receipt: reads the message, decides, and writes everything in one statement that is fenced
 * by the message's version. Losing a race means deciding again, so that receipts of one message may be
 * applied from several processes at once.
 */
export function applyReceipt(
  deps: ReceiptDeps,
  target: ReceiptTarget,
  receipt: Receipt,
): Promise<ReceiptResult> {
  return apply(statementsOf(deps), { target, receipt })
}

/** Applies receipts like `applyReceipt`; those that come at the same time share their statements. */
export function applyTogether(deps: ReceiptDeps, limits: CoalesceLimits): ApplyReceipt {
  const alone = statementsOf(deps)
  const readShared = coalesce((asked: readonly AimedReceipt[]) => readReceiptRows(deps.db, asked), limits)
  const writeShared = coalesce((writes: readonly ReceiptWrite[]) => writeReceipts(deps.db, writes), limits)
  const priceShared = coalesce(
    (writes: readonly ReceiptWrite[]) => writePrices(deps.db, writes, 'skips'),
    limits,
  )
  const statements: Statements = {
    ...alone,
    // What the server refuses is tried alone, so that one receipt can never stop the others.
    read: (asked) => readShared(asked).catch((error) => unlessDone(error, () => alone.read(asked))),
    write: async (write) => {
      const isWritten =
        isPlain(write) && (await writeShared(write).catch((error) => unlessDone(error, () => false)))
      return isWritten || alone.write(write)
    },
    price: async (write) =>
      (await priceShared(write).catch((error) => unlessDone(error, () => false))) || alone.price(write),
  }
  return (target, receipt) => apply(statements, { target, receipt })
}

function statementsOf({ db, nextLookMs = defaultNextLookMs }: ReceiptDeps): Statements {
  return {
    read: async (asked) => (await readReceiptRows(db, [asked]))[0],
    write: (write) => writeReceipt(db, write),
    price: async (write) => (await writePrices(db, [write], 'waits'))[0] === true,
    nextLookMs,
  }
}

function unlessDone<Result>(error: unknown, next: () => Result): Result {
  if (!wasRolledBack(error)) throw error
  return next()
}

async function apply(statements: Statements, { target, receipt }: AimedReceipt): Promise<ReceiptResult> {
  const { nextLookMs } = statements
  for (let race = 0; race < maxRaces; race += 1) {
    const row = await statements.read({ target, receipt })
    if (row === undefined) return { kind: 'unknown_attempt' }
    const { tenantId, providerAccountId } = row
    if ((target.providerAccountId ?? providerAccountId) !== providerAccountId)
      return { kind: 'other_account', tenantId }
    if (row.isTaken) return { kind: 'mismatch', tenantId }
    const decision = decideReceipt(
      { ...row, attempt: { state: row.attemptState, providerId: row.attemptProviderId } },
      receipt,
    )
    if (decision.kind === 'mismatch') return { kind: 'mismatch', tenantId }
    if (await write(statements, { target, receipt, row, decision, nextLookMs }))
      return resultOf(decision, row)
  }
  throw new Error(`the receipt for message ${target.messageId} lost ${maxRaces} races in a row`)
}

/** Writes what the decision asks for; false when the race was lost. A repeat writes at most its price. */
function write(statements: Statements, change: ReceiptWrite): Promise<boolean> {
  if (isWritten(change.decision)) return statements.write(change)
  const isNews = change.receipt.price !== undefined && !change.row.isPriced
  return isNews ? statements.price(change) : Promise.resolve(true)
}

function isWritten(decision: ReceiptWrite['decision']): boolean {
  return decision.kind === 'applied' || decision.kind === 'bound' || decision.isNew
}

function resultOf(decision: ReceiptWrite['decision'], { status, tenantId }: ReceiptRow): ReceiptResult {
  if (decision.kind === 'applied') return { kind: 'applied', status: decision.status, tenantId }
  return { kind: decision.kind === 'bound' ? 'applied' : decision.kind, status, tenantId }
}
