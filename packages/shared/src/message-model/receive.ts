import type { Receipt } from '../domain/receipt.ts'
import { decideReceipt, type ReceiptDecision } from '../domain/receipt-decision.ts'
import { priceLadderMs } from '../domain/retry-plan.ts'
import { isFinal } from '../domain/status.ts'
import { note, type World } from './world.ts'

/** Applies a receipt about one attempt, as applyReceipt does. Answers whether the message took it as its own. */
export function receive(world: World, n: number, receipt: Receipt): boolean {
  const attempt = world.attempts[n - 1]
  if (attempt === undefined) return false
  const boundTo = world.refs.get(receipt.providerId)
  // An id that a person gave to the message is bound by the first receipt that names its attempt.
  const isTaken = boundTo !== n && world.attempts.some((other) => other.providerId === receipt.providerId)
  if (isTaken) return false
  const { status, rank, providerId } = world.row
  const known = { status, rank, providerId, attempt, isRepeat: isRepeat(world, receipt) }
  const decision = decideReceipt(known, receipt)
  if (decision.kind === 'mismatch') return false
  if ((decision.kind === 'ignored' || decision.kind === 'conflicting') && !decision.isNew) return true
  change(world, receipt, decision)
  if (decision.kind === 'bound' || (decision.kind === 'applied' && decision.binds)) {
    world.refs.set(receipt.providerId, n)
    attempt.state = 'accepted'
    attempt.providerId = receipt.providerId
    attempt.finishedAt ??= world.now
  }
  const type = eventOf(decision)
  note(world, type, {
    providerId: receipt.providerId,
    status: receipt.status,
    errorCode: receipt.errorCode ?? null,
  })
  return true
}

type Written = Exclude<ReceiptDecision, { kind: 'mismatch' }>

function change(world: World, receipt: Receipt, decision: Written): void {
  const { row, now } = world
  if (decision.kind === 'conflicting') row.nextAt = now
  if (decision.kind === 'bound') {
    row.duplicate ||= decision.isDuplicate
    row.providerId ??= receipt.providerId
  }
  if (decision.kind !== 'applied') return
  const { status, rank } = decision
  const isBad = status === 'failed' || status === 'undelivered'
  Object.assign(row, { status, rank, leaseUntil: null, providerId: receipt.providerId })
  row.duplicate ||= decision.isDuplicate
  row.errorCode = isBad ? (receipt.errorCode ?? row.errorCode) : null
  // The model's carrier names no price, so the engine goes on asking for it after the end.
  row.nextAt = now + (isFinal(status) ? priceLadderMs[0] : world.settings.nextLookMs)
}

function eventOf(decision: Written) {
  if (decision.kind === 'ignored') return 'receipt.ignored'
  return decision.kind === 'conflicting' ? 'receipt.conflicting' : 'receipt.applied'
}

function isRepeat(world: World, receipt: Receipt): boolean {
  return world.history.some(
    ({ receipt: known }) =>
      known !== undefined &&
      known.providerId === receipt.providerId &&
      known.status === receipt.status &&
      known.errorCode === (receipt.errorCode ?? null),
  )
}
