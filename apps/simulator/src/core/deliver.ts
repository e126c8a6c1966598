import type { Outbound, OutboundResult } from './outbound.ts'
import type { Timers } from './timers.ts'

/** What makes a callback worth repeating: a connect failure, a read timeout, a class of status. */
export type RetryReason = 'ct' | 'rt' | '4xx' | '5xx'

/** How hard a callback is tried. The total covers every try. */
export type DeliveryPolicy = {
  connectTimeoutMs: number
  readTimeoutMs: number
  totalTimeoutMs: number
  retries: number
  retryOn: ReadonlySet<RetryReason>
}

/** A signed callback, ready to leave. */
export type Delivery = {
  url: string
  headers: Record<string, string>
  body: string
  /** Basic credentials from the URL; offered only after a 401 that asks for them. */
  authorization: string | undefined
}

/** The outcome of each try, in order: an HTTP status or the phase that failed. */
export type DeliveryAnswers = (number | string)[]

const PAUSE_BETWEEN_TRIES_MS = 100
const MAX_ANSWER_BYTES = 65_536

/** Posts a callback until it is answered acceptably, the tries are used up, or the total time is over. Never throws. */
export async function deliver(
  deps: { outbound: Outbound; timers: Timers },
  delivery: Delivery,
  policy: DeliveryPolicy,
): Promise<DeliveryAnswers> {
  const total = new AbortController()
  const cancelTotal = deps.timers.after(policy.totalTimeoutMs, () => total.abort())
  const answers: DeliveryAnswers = []
  try {
    for (let tries = 0; tries <= policy.retries; tries += 1) {
      if (tries > 0 && !(await deps.timers.sleep(PAUSE_BETWEEN_TRIES_MS, total.signal))) break
      const result = await post(deps.outbound, delivery, policy, total.signal)
      answers.push(answerOf(result))
      const reason = reasonOf(result)
      if (reason === undefined || !policy.retryOn.has(reason)) break
    }
  } finally {
    cancelTotal()
  }
  return answers
}

async function post(
  outbound: Outbound,
  delivery: Delivery,
  policy: DeliveryPolicy,
  signal: AbortSignal,
): Promise<OutboundResult> {
  const { connectTimeoutMs, readTimeoutMs } = policy
  const request = {
    url: delivery.url,
    method: 'POST' as const,
    headers: delivery.headers,
    body: delivery.body,
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

function reasonOf(result: OutboundResult): RetryReason | undefined {
  if (result.kind === 'answered') {
    if (result.status >= 500) return '5xx'
    return result.status >= 400 ? '4xx' : undefined
  }
  if (result.kind === 'too_large' || result.phase === 'closed') return undefined
  return result.phase === 'connect' || result.phase === 'dns' || result.phase === 'tls' ? 'ct' : 'rt'
}
