import type { Receipt } from '../domain/receipt.ts'
import type { ReceiptStatus } from '../domain/status.ts'
import { lookIntoList } from './look.ts'
import { receive } from './receive.ts'
import { settle } from './settle.ts'
import { type Create, type Flight, isDue, isWaiting, lastAttempt, note, type World } from './world.ts'

/** A provider id that belongs to nothing we know. */
export const foreignId = 'MMforeign'

/** How the carrier and the network treat one request. */
export const answers = [
  'accepted',
  'accepted_further',
  'rejected',
  'not_sent',
  'throttled',
  'lost_taken',
  'lost_untaken',
] as const

/** `lost_taken`: the carrier has the message and we never heard; `accepted_further`: its answer already says sent. */
export type Answer = (typeof answers)[number]

/** What may happen next, after `afterMs` have passed. An event that finds nothing to do changes nothing. */
export type ModelStep = { readonly afterMs: number } & (
  | { readonly kind: 'relay' | 'sweep_leases' | 'sweep_expired' | 'wait' | 'opt_out' | 'opt_in' | 'cancel' }
  | { readonly kind: 'claim'; readonly isStale: boolean }
  | { readonly kind: 'post'; readonly flight: number; readonly answer: Answer }
  | { readonly kind: 'settle' | 'crash'; readonly flight: number }
  | {
      readonly kind: 'receipt'
      readonly source: 'callback' | 'lookup'
      /** Index of the create, or `foreign` for a provider id of another message. */
      readonly create: number | 'foreign'
      readonly status: ReceiptStatus
      readonly errorCode?: string
      /** Which attempt its path names; usually the create's own. */
      readonly attempt: number
    }
  | {
      readonly kind: 'look'
      readonly list: 'readable' | 'too_long' | 'unreachable'
      readonly status: ReceiptStatus
    }
  | {
      readonly kind: 'resolve'
      readonly outcome: 'sent' | 'delivered' | 'undelivered' | 'failed'
      readonly create?: number
    }
)

/** Makes one step. Indexes of a step name entries of the world's lists and must exist. */
export function step(world: World, next: ModelStep): void {
  world.now += next.afterMs
  switch (next.kind) {
    case 'wait':
      break
    case 'relay':
      relay(world)
      break
    case 'claim':
      claim(world, world.row.gen - (next.isStale ? 1 : 0))
      break
    case 'post':
      post(world, flightAt(world, next.flight), next.answer)
      break
    case 'settle':
      settle(world, takeFlight(world, next.flight))
      break
    case 'crash':
      takeFlight(world, next.flight)
      break
    case 'sweep_leases':
      sweepLeases(world)
      break
    case 'sweep_expired':
      sweepExpired(world)
      break
    case 'opt_out':
    case 'opt_in':
      world.isOptedOut = next.kind === 'opt_out'
      break
    case 'cancel':
      cancel(world)
      break
    case 'receipt':
      receive(world, next.attempt, receiptOf(world, next))
      break
    case 'look':
      lookIntoList(world, next)
      break
    case 'resolve':
      resolve(world, next.outcome, next.create)
      break
  }
}

/** The receipt that a step brings. */
export function receiptOf(world: World, said: Extract<ModelStep, { kind: 'receipt' }>): Receipt {
  const providerId = said.create === 'foreign' ? foreignId : createAt(world, said.create).providerId
  const { source, status, errorCode } = said
  return { source, providerId, status, ...(errorCode === undefined ? {} : { errorCode }) }
}

function relay(world: World): void {
  const { row, now, settings } = world
  if (!isDue(world) || row.dispatchUntil > now) return
  row.gen += 1
  row.dispatchUntil = now + settings.ringGraceMs
}

function claim(world: World, gen: number): void {
  const { row, now, settings } = world
  if (!isDue(world) || gen !== row.gen) return
  row.nextAt = null
  if (row.expiresAt <= now) {
    row.status = 'expired'
    row.errorCode = 'expired'
    note(world, 'message.expired')
    return
  }
  if (world.isOptedOut) {
    row.status = 'blocked'
    row.errorCode = 'opted_out'
    note(world, 'message.blocked')
    return
  }
  row.status = 'sending'
  row.fence += 1
  row.leaseUntil = now + settings.leaseMs
  const empty = { providerId: null, finishedAt: null, errorCode: null, checks: 0, checkedAt: null }
  world.attempts.push({ n: row.fence, state: 'open', startedAt: now, ...empty })
  world.flights.push({
    attempt: row.fence,
    attemptsUsed: row.attemptsUsed,
    claimedAt: now,
    outcome: undefined,
  })
  note(world, 'attempt.started')
}

/** A process that comes too late for its lease, or long after an opt-out could have come, sends nothing. */
function post(world: World, flight: Flight, answer: Answer): void {
  const { leaseMs, requestTimeoutMs } = world.settings
  if (world.now - flight.claimedAt > Math.min(requestTimeoutMs, leaseMs - requestTimeoutMs - 500)) {
    flight.outcome = notSent('lease_too_old', false)
    return
  }
  const isTaken = answer === 'accepted' || answer === 'accepted_further' || answer === 'lost_taken'
  const providerId = `MM${world.creates.length + 1}`
  if (isTaken) world.creates.push({ providerId, attempt: flight.attempt, createdAt: world.now })
  flight.outcome = outcomeOf(answer, providerId)
}

function outcomeOf(answer: Answer, providerId: string): NonNullable<Flight['outcome']> {
  switch (answer) {
    case 'accepted':
      return { kind: 'accepted', providerId, status: 'submitted' }
    case 'accepted_further':
      return { kind: 'accepted', providerId, status: 'sent' }
    case 'rejected':
      return { kind: 'rejected', fault: { code: '21211', class: 'recipient', detail: 'refused' } }
    case 'not_sent':
      return notSent('connect_refused', true)
    case 'throttled':
      return { ...notSent('20429', false), retryAfterMs: 7_000 }
    case 'lost_taken':
    case 'lost_untaken':
      return { kind: 'ambiguous', fault: { code: 'connection_lost', class: 'ambiguous', detail: 'lost' } }
  }
}

function notSent(code: string, usesAttempt: boolean) {
  return { kind: 'not_sent', fault: { code, class: 'network', detail: code }, usesAttempt } as const
}

function sweepLeases(world: World): void {
  const { row, now, settings } = world
  if (row.status !== 'sending' || row.leaseUntil === null || row.leaseUntil > now) return
  row.status = 'ambiguous'
  row.leaseUntil = null
  row.errorCode = 'lease_expired'
  row.attemptsUsed += 1
  row.crashes += 1
  row.nextAt = now + settings.ambiguity.firstLookMs
  const attempt = lastAttempt(world)
  if (attempt.state === 'open')
    Object.assign(attempt, { state: 'ambiguous', finishedAt: now, errorCode: 'lease_expired' })
  note(world, 'attempt.ambiguous')
}

function sweepExpired(world: World): void {
  const { row, now } = world
  if (!isWaiting(row.status) || row.expiresAt > now) return
  row.status = 'expired'
  row.nextAt = null
  row.errorCode ??= 'expired'
  note(world, 'message.expired')
}

function cancel(world: World): void {
  const { row } = world
  if (!isWaiting(row.status)) return
  row.status = 'canceled'
  row.nextAt = null
  row.errorCode = null
  note(world, 'message.canceled')
}

function resolve(world: World, outcome: ModelRowOutcome, create: number | undefined): void {
  const { row } = world
  if (row.status !== 'unknown') return
  const providerId = create === undefined ? null : createAt(world, create).providerId
  if (providerId !== null) {
    const makers = world.attempts.filter(
      (attempt) => attempt.providerId === null && mayHaveMade.has(attempt.state),
    )
    const maker = makers.length === 1 ? makers[0] : undefined
    world.refs.set(providerId, maker?.n ?? row.fence)
    if (maker !== undefined) Object.assign(maker, { state: 'accepted', providerId })
  }
  row.status = outcome
  row.providerId = providerId ?? row.providerId
  row.nextAt = null
  world.isSettledByHand = true
  note(world, 'message.resolved')
}

/** States of an attempt that the carrier may have. */
const mayHaveMade: ReadonlySet<string> = new Set(['open', 'ambiguous', 'absent'])

type ModelRowOutcome = 'sent' | 'delivered' | 'undelivered' | 'failed'

function flightAt(world: World, index: number): Flight {
  const flight = world.flights[index]
  if (flight === undefined) throw new Error(`there is no flight ${index}`)
  return flight
}

function takeFlight(world: World, index: number): Flight {
  const flight = flightAt(world, index)
  world.flights.splice(index, 1)
  return flight
}

function createAt(world: World, index: number): Create {
  const create = world.creates[index]
  if (create === undefined) throw new Error(`there is no create ${index}`)
  return create
}
