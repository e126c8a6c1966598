// Delivery reports that are called back: which ones a batch asked for, and how they are signed.
import type { DeliveryPolicy, DeliveryRequest } from '../core/deliver.ts'
import { isOver, type Message } from './batch.ts'
import { isFinal } from './codes.ts'
import { newId } from './id.ts'
import { batchReport, recipientReport } from './report-body.ts'
import type { Settings } from './settings.ts'
import { signatureHeaders } from './signature.ts'
import type { Sinch } from './sinch.ts'

const FIRST_RETRY_MS = 5_000
const LIE = { code: 415, status: 'Rejected' }

/** Calls back for the state that a message just came to; undefined when its batch did not ask for that. */
export function reportState(sinch: Sinch, message: Message, isLast: boolean): Promise<void> | undefined {
  const url = message.batch.callbackUrl ?? sinch.settings().callbackUrl
  const body = bodyOf(message)
  if (url === null || body === undefined) return undefined
  const request = (text: string, mayBeTrusted: boolean): DeliveryRequest =>
    callbackRequest(sinch.settings(), { url, text, mayBeTrusted })
  const report = {
    status: message.status,
    request: () => request(JSON.stringify(body), true),
    forged: () => request(JSON.stringify(lieAbout(body)), false),
    policy: policyOf(sinch.settings()),
  }
  return sinch.reports.emit(message, report, { isLast })
}

/** A callback, signed and authorised as the plan is set; one that may not be trusted carries neither secret. */
export function callbackRequest(
  settings: Settings,
  { url, text, mayBeTrusted }: { url: string; text: string; mayBeTrusted: boolean },
): DeliveryRequest {
  const nonce = newId(Date.now())
  const { hmacSecret, basicAuth } = settings
  const key = (secret: string): string => (mayBeTrusted ? secret : `not ${secret}`)
  const signed = { body: text, nonce, timestamp: String(Math.floor(Date.now() / 1_000)) }
  return {
    id: nonce,
    url,
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept: '*/*',
      ...(hmacSecret === null ? {} : signatureHeaders(key(hmacSecret), signed)),
      ...(basicAuth === null ? {} : { authorization: basic(basicAuth.username, key(basicAuth.password)) }),
    },
    body: text,
    authorization: undefined,
  }
}

/**
 * Sinch's schedule: the n-th retry 5·2ⁿ⁻¹ s after the first try, the fifteenth and last after 81 920 s; for 5xx, 429 and
 * when nothing answers. Every other 4xx loses the event.
 */
export function policyOf({ callbacks }: Settings): DeliveryPolicy {
  const { retryScale, retries, connectTimeoutMs, readTimeoutMs } = callbacks
  const dueMs = Array.from({ length: retries }, (_, n) => FIRST_RETRY_MS * 2 ** n * retryScale)
  const pausesMs = dueMs.map((due, n) => due - (dueMs[n - 1] ?? 0))
  const triesMs = (retries + 1) * (connectTimeoutMs + readTimeoutMs)
  return {
    connectTimeoutMs,
    readTimeoutMs,
    totalTimeoutMs: (dueMs.at(-1) ?? 0) + triesMs,
    retries,
    retryOn: new Set(['5xx', '429', 'ct', 'rt']),
    pausesMs,
  }
}

function bodyOf(message: Message): Record<string, unknown> | undefined {
  const { batch } = message
  switch (batch.deliveryReport) {
    case 'none':
      return undefined
    case 'per_recipient':
      return recipientReport(message)
    case 'per_recipient_final':
      return isFinal(message.status) ? recipientReport(message) : undefined
    case 'summary':
      return isOver(batch) ? batchReport(batch, false) : undefined
    case 'full':
      return isOver(batch) ? batchReport(batch, true) : undefined
  }
}

function lieAbout(body: Record<string, unknown>): Record<string, unknown> {
  if (!('statuses' in body)) return { ...body, ...LIE }
  return { ...body, statuses: [{ ...LIE, count: body['total_message_count'] }] }
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
