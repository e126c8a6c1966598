import type { Outbound, OutboundResult } from './outbound.ts'
import type { Timers } from './timers.ts'

/** What makes a callback worth repeating: a connect failure, a read timeout, a class of status, any answer but 200. */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx' | '429' | 'not_200'

/** How hard a callback is tried. The total covers every try and every pause. */
export type DeliveryPolicy = {
  connectTimeoutMs: number
  readTimeoutMs: number
  totalTimeoutMs: number
  retries: number
  retryOn: ReadonlySet<RetryReason>
  /**
   * Pause before each further try; the last one counts for all that follow. Left out, it is 100 ms and the message's next
   * callback waits for all tries; with pauses of its own it waits for the first try only.
   */
  pausesMs?: readonly number[]
}

/** A signed callback, ready to leave. */
export type DeliveryRequest = {
  /** What the carrier calls it; the ledger's `idempotencyToken`. */
  id: string
  url: string
  method: 'GET' | 'POST'
  headers: Record<string, string>
  /** Absent for a GET. */
  body?: string
  /** Basic credentials from the URL; offered only after a 401 that asks for them. */
  authorization: string | undefined
}

/** The outcome of each try, in order: an HTTP status or the phase that failed. */
export type DeliveryAnswers = (number | string)[]

/** Follows a delivery while it goes on. */
export type DeliveryWatch = {
  /** Hears of each outcome as it comes. */
  onAnswer(answer: number | string): void
  /** Asked before each further try; false ends the delivery. */
  isWanted(): boolean
}

const DEFAULT_PAUSE_MS = 100
const MAX_ANSWER_BYTES = 65_536
const UNWATCHED: DeliveryWatch = { onAnswer: () => undefined, isWanted: () => true }

/** Sends a callback until it is answered acceptably, the tries are used up, or the total time is over. Never throws. */
export async function deliver(
  deps: { outbound: Outbound; timers: Timers },
  delivery: DeliveryRequest,
  policy: DeliveryPolicy,
  watch: DeliveryWatch = UNWATCHED,
): Promise<DeliveryAnswers> {
  const total = new AbortController()
  const cancelTotal = deps.timers.after(policy.totalTimeoutMs, () => total.abort())
  const answers: DeliveryAnswers = []
  try {
    for (let tries = 0; tries <= policy.retries; tries += 1) {
      if (tries > 0 && !(await deps.timers.sleep(pauseBefore(tries, policy), total.signal))) break
      if (tries > 0 && !watch.isWanted()) break
      const result = await send(deps.outbound, delivery, policy, total.signal)
      answers.push(answerOf(result))
      watch.onAnswer(answerOf(result))
      if (!reasonsOf(result).some((reason) => policy.retryOn.has(reason))) break
    }
  } finally {
    cancelTotal()
  }
  return answers
}

function pauseBefore(tries: number, { pausesMs = [] }: DeliveryPolicy): number {
  return pausesMs[tries - 1] ?? pausesMs.at(-1) ?? DEFAULT_PAUSE_MS
}

async function send(
  outbound: Outbound,
  delivery: DeliveryRequest,
  policy: DeliveryPolicy,
  signal: AbortSignal,
): Promise<OutboundResult> {
  const { connectTimeoutMs, readTimeoutMs } = policy
  const request = {
    url: delivery.url,
    method: delivery.method,
    headers: delivery.headers,
    ...(delivery.body === undefined ? {} : { body: delivery.body }),
    connectTimeoutMs,
    readTimeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
  }
  const result = await outbound.send(request)
  const isChallenged =
    result.kind === 'answered' && result.status === 401 && 'www-authenticate' in result.headers
  if (!isChallenged || delivery.authorization === undefined) return result
  return outbound.send({
    ...request,
    headers: { ...delivery.headers, authorization: delivery.authorization },
  })
}

function answerOf(result: OutboundResult): number | string {
  if (result.kind === 'answered') return result.status
  return result.kind === 'failed' ? result.phase : result.kind
}

function reasonsOf(result: OutboundResult): RetryReason[] {
  if (result.kind === 'answered') return statusReasons(result.status)
  if (result.kind === 'too_large' || result.phase === 'closed') return []
  return result.phase === 'connect' || result.phase === 'dns' || result.phase === 'tls' ? ['ct'] : ['rt']
}

function statusReasons(status: number): RetryReason[] {
  if (status === 200) return []
  if (status >= 500) return ['5xx', 'not_200']
  if (status === 429) return ['429', '4xx', 'not_200']
  return status >= 400 ? ['4xx', 'not_200'] : ['not_200']
}
