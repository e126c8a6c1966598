import type { AmbiguitySettings } from '../domain/ambiguity-plan.ts'
import type { EventType } from '../domain/message-event.ts'
import type { Policy } from '../domain/policy.ts'
import { defaultRetryPolicy, type RetryPolicy } from '../domain/retry-plan.ts'
import type { SendOutcome } from '../domain/send-outcome.ts'
import type { AttemptState, MessageStatus, ReceiptStatus } from '../domain/status.ts'

// One message's life as a state machine without I/O: our row, its attempts and history, the processes that
// work on it, and the carrier that may or may not have it. The decisions are the product's own pure functions;
// what the product does in SQL is told here a second time, and packages/delivery/test/model holds both
// together. For tests only. Times are milliseconds on one clock, always whole seconds.

/** The message's row, as far as the guarantees speak of it. */
export type ModelRow = {
  status: MessageStatus
  rank: number
  providerId: string | null
  attemptsUsed: number
  readonly maxAttempts: number
  nextAt: number | null
  dispatchUntil: number
  gen: number
  fence: number
  leaseUntil: number | null
  errorCode: string | null
  readonly expiresAt: number
  version: number
  duplicate: boolean
  /** Processes in a row that died with the message in hand. */
  crashes: number
}

/** One attempt's row. */
export type ModelAttempt = {
  readonly n: number
  state: AttemptState
  providerId: string | null
  readonly startedAt: number
  finishedAt: number | null
  errorCode: string | null
  checks: number
  checkedAt: number | null
}

/** One line of history. */
export type ModelEvent = {
  readonly type: EventType
  readonly version: number
  readonly status: MessageStatus
  readonly rank: number
  readonly receipt?: {
    readonly providerId: string
    readonly status: ReceiptStatus
    readonly errorCode: string | null
  }
}

/** A process between its claim and the record of its answer. `outcome` is what it holds in memory. */
export type Flight = {
  readonly attempt: number
  readonly attemptsUsed: number
  readonly claimedAt: number
  outcome: SendOutcome | undefined
}

/** A message that the carrier has. */
export type Create = { readonly providerId: string; readonly attempt: number; readonly createdAt: number }

/** Everything there is. Steps change it in place. */
export type World = {
  now: number
  readonly policy: Policy
  readonly settings: ModelSettings
  /** How long the carrier's list hides a new message. */
  readonly listLagMs: number
  readonly row: ModelRow
  readonly attempts: ModelAttempt[]
  readonly history: ModelEvent[]
  readonly flights: Flight[]
  readonly creates: Create[]
  /** Which attempt a provider id is bound to. */
  readonly refs: Map<string, number>
  /** Times the message was released for another attempt without any look at the list. */
  riskyResends: number
  /** True while the recipient does not want messages from this sender. */
  isOptedOut: boolean
  /** True once a person settled the message. */
  isSettledByHand: boolean
}

/** Times of the engine, in milliseconds. */
export type ModelSettings = {
  readonly ambiguity: AmbiguitySettings
  readonly retry: RetryPolicy
  /** Full jitter's draw, fixed. */
  readonly jitter: number
  readonly leaseMs: number
  readonly requestTimeoutMs: number
  readonly nextLookMs: number
  readonly ringGraceMs: number
  readonly validityMs: number
}

/** Production values, except that `maxAttempts` is what the trace can reach. */
export const modelSettings: ModelSettings = {
  ambiguity: {
    holdMs: 120_000,
    gapMs: 60_000,
    firstLookMs: 5_000,
    unknownAfterMs: 900_000,
    resendAfterMs: 1_800_000,
  },
  retry: { ...defaultRetryPolicy, maxAttempts: 4 },
  jitter: 0.5,
  leaseMs: 45_000,
  requestTimeoutMs: 20_000,
  nextLookMs: 600_000,
  ringGraceMs: 5_000,
  validityMs: 14_400_000,
}

/** A message that was just accepted. */
export function newWorld(policy: Policy, listLagMs: number, settings: ModelSettings = modelSettings): World {
  return {
    now: 0,
    policy,
    settings,
    listLagMs,
    row: {
      status: 'queued',
      rank: 0,
      providerId: null,
      attemptsUsed: 0,
      maxAttempts: settings.retry.maxAttempts,
      nextAt: 0,
      dispatchUntil: 0,
      gen: 0,
      fence: 0,
      leaseUntil: null,
      errorCode: null,
      expiresAt: settings.validityMs,
      version: 1,
      duplicate: false,
      crashes: 0,
    },
    attempts: [],
    history: [{ type: 'message.accepted', version: 1, status: 'queued', rank: 0 }],
    flights: [],
    creates: [],
    refs: new Map(),
    riskyResends: 0,
    isOptedOut: false,
    isSettledByHand: false,
  }
}

/** Writes the next version of the row's history. */
export function note(world: World, type: EventType, receipt?: ModelEvent['receipt']): void {
  const { row } = world
  row.version += 1
  const { version, status, rank } = row
  world.history.push({ type, version, status, rank, ...(receipt === undefined ? {} : { receipt }) })
}

/** The attempt whose number is the row's fence. */
export function lastAttempt(world: World): ModelAttempt {
  const attempt = world.attempts[world.row.fence - 1]
  if (attempt === undefined) throw new Error(`there is no attempt ${world.row.fence}`)
  return attempt
}

/** True when the message waits for an attempt and its time has come. */
export function isDue({ row, now }: World): boolean {
  return isWaiting(row.status) && row.nextAt !== null && row.nextAt <= now
}

/** True for the statuses in which a message may be handed to a provider. */
export function isWaiting(status: MessageStatus): boolean {
  return status === 'scheduled' || status === 'queued' || status === 'retrying'
}
