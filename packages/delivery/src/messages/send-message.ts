import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import type { Db } from '../db/db.ts'
import { armDeadline } from '../providers/arm-deadline.ts'
import type { Provider } from '../providers/provider.ts'
import type { Ring } from '../queue/message-queue.ts'
import { type Claim, type ClaimedAttempt, claimMessage } from './claim-message.ts'
import { holdResult } from './hold-result.ts'
import type { Probe } from './probe.ts'
import { recordAcceptance } from './record-acceptance.ts'
import { type SettleSettings, settleAttempt } from './settle-attempt.ts'

/** How one doorbell is worked off. Times in milliseconds. */
export type SendSettings = SettleSettings & {
  /** Total deadline of one request to the provider. */
  readonly requestTimeoutMs: number
  /** How long a claim is ours: at least `requestTimeoutMs` + 25 s. */
  readonly leaseMs: number
  /** Wait before an accepted message without news is looked up. */
  readonly nextLookMs: number
}

/** What sending needs. `callbackUrl` answers undefined where no carrier can reach us. */
export type SendDeps = {
  readonly db: Db
  readonly settings: SendSettings
  readonly worker: string
  /** The provider of an account; undefined for an account that is no longer configured. */
  readonly providerOf: (accountId: string) => Provider | undefined
  readonly callbackUrl: (
    provider: string,
    target: { messageId: string; attempt: number },
  ) => string | undefined
  readonly random: () => number
  /** `performance.now()`: monotonic milliseconds. */
  readonly clock: () => number
  readonly onAttempt: (report: AttemptReport) => void
  readonly probe: Probe
  /** Rings for a retry, best effort. */
  readonly ring: (ring: Ring) => void
  /** Ways to claim and to record that share statements between messages; each message has its own without. */
  readonly claim?: (doorbell: { readonly id: string; readonly gen: number }) => Promise<Claim>
  readonly record?: (claim: ClaimedAttempt, outcome: Accepted) => Promise<void>
  /** Bounds the messages that are between claim and answer. Writing a result down takes no slot. */
  readonly slot?: <T>(work: () => Promise<T>) => Promise<T>
  /** True when this process is ending: a doorbell that got its slot too late is left to others. */
  readonly isEnding?: () => boolean
}

type Accepted = Extract<SendOutcome, { kind: 'accepted' }>

/** One wide line per attempt, for the log: free of numbers, bodies and URLs. */
export type AttemptReport = {
  readonly messageId: string
  readonly tenantId: string
  readonly attempt: number
  readonly provider: string
  readonly outcome: SendOutcome['kind']
  readonly status: string
  readonly latencyMs: number
  readonly providerId?: string
  readonly errorCode?: string
  readonly errorClass?: ErrorClass
  readonly detail?: string
  readonly nextInMs?: number
}

/** What a doorbell led to. */
export type SendResult = { readonly kind: Exclude<Claim['kind'], 'claimed'> | SendOutcome['kind'] }

/**
 * Works off one doorbell: claims the message, calls the provider at most once, settles the attempt. A
 * crash after the claim leaves an open attempt whose lease runs out; it then becomes `ambiguous` and is
 * never sent again blindly.
 */
export async function sendMessage(
  deps: SendDeps,
  doorbell: { readonly id: string; readonly gen: number },
  signal: AbortSignal,
): Promise<SendResult> {
  const send = () => claimAndSend(deps, doorbell, signal)
  const sent = await (deps.slot === undefined ? send() : deps.slot(send))
  if ('kind' in sent) return sent
  await deps.probe('before_record', doorbell.id)
  await settle(deps, sent.attempt, sent.outcome, sent.latencyMs)
  return { kind: sent.outcome.kind }
}

type Sent = { readonly attempt: ClaimedAttempt; readonly outcome: SendOutcome; readonly latencyMs: number }

async function claimAndSend(
  deps: SendDeps,
  doorbell: { readonly id: string; readonly gen: number },
  signal: AbortSignal,
): Promise<Sent | SendResult> {
  if (deps.isEnding?.() === true) return { kind: 'none' }
  await deps.probe('before_claim', doorbell.id)
  const claimedAt = deps.clock()
  const claim = await (deps.claim ?? claimAlone(deps))(doorbell)
  if (claim.kind !== 'claimed') return { kind: claim.kind }
  await deps.probe('after_claim', doorbell.id)
  const startedAt = deps.clock()
  const outcome = await callProvider(deps, claim.attempt, claimedAt, signal)
  return { attempt: claim.attempt, outcome, latencyMs: deps.clock() - startedAt }
}

function claimAlone({ db, settings, worker }: SendDeps): NonNullable<SendDeps['claim']> {
  const { leaseMs, probeIntervalMs } = settings
  return (doorbell) => claimMessage(db, { ...doorbell, leaseMs, probeIntervalMs, worker })
}

/** Margin between the end of the request and the end of the lease, for writing the result. */
const settleMarginMs = 500

async function callProvider(
  deps: SendDeps,
  claim: ClaimedAttempt,
  claimedAt: number,
  signal: AbortSignal,
): Promise<SendOutcome> {
  const provider = deps.providerOf(claim.providerAccountId)
  if (provider === undefined) return notSent('account_not_configured', 'account', 'account')
  const { messageId, tenantId, attempt, to, requireMms, mediaUrls } = claim
  const statusCallbackUrl = deps.callbackUrl(provider.name, { messageId, attempt })
  const request = {
    messageId,
    tenantId,
    attempt,
    to,
    requireMms,
    mediaUrls,
    validitySeconds: withinValidity(provider, claim.validitySeconds),
    ...(claim.from === null ? {} : { from: claim.from }),
    ...(claim.messagingService === null ? {} : { messagingService: claim.messagingService }),
    ...(claim.body === null ? {} : { body: claim.body }),
    ...(statusCallbackUrl === undefined ? {} : { statusCallbackUrl }),
  }
  await deps.probe('before_post', claim.messageId)
  using deadline = armDeadline(signal, deps.settings.requestTimeoutMs)
  // The deadline is armed first and `startBefore` is checked again with the first byte, so that a process
  // that stalls anywhere in between does not send when it wakes up with a lease that is gone.
  // It also bounds how long after an opt-out a send may begin that was claimed just before it.
  const { leaseMs, requestTimeoutMs } = deps.settings
  const startBefore = claimedAt + Math.min(requestTimeoutMs, leaseMs - requestTimeoutMs - settleMarginMs)
  if (deps.clock() > startBefore) return notSent('lease_too_old', 'transient')
  const outcome = await provider.send({ ...request, startBefore }, deadline.signal)
  await deps.probe('after_post', claim.messageId)
  return outcome
}

/** A message that the carrier could not send in its time is not to be sent later either. */
function withinValidity({ capabilities }: Provider, secondsLeft: number): number {
  const { minSeconds, maxSeconds } = capabilities.validity
  return Math.min(Math.max(secondsLeft, minSeconds), maxSeconds)
}

function notSent(code: string, errorClass: ErrorClass, hold?: 'account'): SendOutcome {
  const fault = { code, class: errorClass, detail: code }
  return { kind: 'not_sent', fault, usesAttempt: false, ...(hold === undefined ? {} : { hold }) }
}

/** Holds the result in memory and writes it again while the database is away, as long as the lease lasts. */
async function settle(
  deps: SendDeps,
  claim: ClaimedAttempt,
  outcome: SendOutcome,
  latencyMs: number,
): Promise<void> {
  const { messageId, tenantId, attempt } = claim
  const provider = deps.providerOf(claim.providerAccountId)?.name ?? 'none'
  const common = {
    messageId,
    tenantId,
    attempt,
    provider,
    latencyMs: Math.round(latencyMs),
    outcome: outcome.kind,
  }
  if (outcome.kind === 'accepted') {
    await holdResult(deps.settings.leaseMs, () =>
      deps.record === undefined
        ? recordAcceptance(deps, claim, outcome, deps.settings.nextLookMs)
        : deps.record(claim, outcome),
    )
    deps.onAttempt({ ...common, status: 'submitted', providerId: outcome.providerId })
    return
  }
  const { status, nextInMs, ring } = await holdResult(deps.settings.leaseMs, () =>
    settleAttempt(deps, claim, outcome),
  )
  if (ring !== undefined) deps.ring(ring)
  const { code: errorCode, class: errorClass, detail } = outcome.fault
  const next = nextInMs === undefined ? {} : { nextInMs }
  deps.onAttempt({ ...common, status, errorCode, errorClass, detail, ...next })
}
