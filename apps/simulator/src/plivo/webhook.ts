// How Plivo calls a customer's webhook: a form by POST or a query by GET, signed by V2 and V3 with every active token.
import { randomInt } from 'node:crypto'
import type { DeliveryPolicy, DeliveryRequest } from '../core/deliver.ts'
import type { Settings } from './settings.ts'
import { signV2, signV3 } from './signature.ts'

/** Where a webhook is and what it is told. */
export type Webhook = { url: string; method: 'GET' | 'POST'; params: Record<string, string> }

const RETRY_SECONDS = [60, 120, 240]
const CONNECT_TIMEOUT_MS = 5_000
const READ_TIMEOUT_MS = 15_000

/** Three more tries, after 60, 120 and 240 seconds, unless the answer is 200 (plivo.com/docs, "callback retries"). */
export function webhookPolicy({ timeScale }: Settings): DeliveryPolicy {
  const pausesMs = RETRY_SECONDS.map((seconds) => seconds * 1_000 * timeScale)
  const tries = pausesMs.length + 1
  return {
    connectTimeoutMs: CONNECT_TIMEOUT_MS,
    readTimeoutMs: READ_TIMEOUT_MS,
    totalTimeoutMs: pausesMs.reduce((sum, ms) => sum + ms, tries * (CONNECT_TIMEOUT_MS + READ_TIMEOUT_MS)),
    retries: pausesMs.length,
    retryOn: new Set(['ct', 'rt', 'not_200']),
    pausesMs,
  }
}

/** A webhook call with true signatures. */
export function signedRequest(webhook: Webhook, settings: Settings): DeliveryRequest {
  const own = [settings.authToken, settings.secondaryAuthToken].filter((one) => one !== null)
  const main = settings.mainAuthToken === null ? own : [settings.mainAuthToken]
  return sign(webhook, { own, main }, settings.signatures)
}

/** The same with signatures that do not hold. */
export function forgedRequest(webhook: Webhook, settings: Settings): DeliveryRequest {
  const tokens = [`not ${settings.authToken}`]
  return sign(webhook, { own: tokens, main: tokens }, settings.signatures)
}

function sign(
  { url, method, params }: Webhook,
  tokens: { own: string[]; main: string[] },
  versions: Settings['signatures'],
): DeliveryRequest {
  const form = Object.entries(params)
  const called = method === 'POST' ? url : withQuery(url, params)
  const nonce = newNonce()
  const v2 = (list: string[]): string => list.map((token) => signV2(token, called, nonce)).join(',')
  const v3 = (list: string[]): string =>
    list.map((token) => signV3(token, { method, url: called, form, nonce })).join(',')
  const headers = {
    'user-agent': 'plivo',
    accept: '*/*',
    ...(versions.v2 ? headersOf('V2', v2(tokens.own), v2(tokens.main), nonce) : {}),
    ...(versions.v3 ? headersOf('V3', v3(tokens.own), v3(tokens.main), nonce) : {}),
  }
  const request = { id: nonce, url: called, method, authorization: undefined }
  if (method === 'GET') return { ...request, headers }
  return {
    ...request,
    headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams(params).toString(),
  }
}

function headersOf(version: 'V2' | 'V3', own: string, main: string, nonce: string): Record<string, string> {
  return {
    [`x-plivo-signature-${version.toLowerCase()}`]: own,
    [`x-plivo-signature-ma-${version.toLowerCase()}`]: main,
    [`x-plivo-signature-${version.toLowerCase()}-nonce`]: nonce,
  }
}

function withQuery(url: string, params: Record<string, string>): string {
  const query = new URLSearchParams(params).toString()
  return `${url}${url.includes('?') ? '&' : '?'}${query}`
}

// Twenty digits, as Plivo's nonces are.
function newNonce(): string {
  return Array.from({ length: 20 }, () => randomInt(10)).join('')
}
