import { randomUUID } from 'node:crypto'
import querystring from 'node:querystring'
import type { DeliveryRequest } from '../core/deliver.ts'
import type { Report, Reports } from '../core/reports.ts'
import { callbackParams, forgedParams } from './callback-params.ts'
import { readOverrides } from './connection-overrides.ts'
import type { Message } from './message.ts'
import type { Settings } from './settings.ts'
import { signedUrl, signForm } from './signature.ts'

/** Reports a message's present status to its StatusCallback. */
export type Callbacks = {
  /** Resolves when the callback is over; undefined when this status is none to report. `isLast` releases reordered ones. */
  emit(message: Message, mark: { isLast: boolean }): Promise<void> | undefined
}

/** Makes the sender of callbacks. */
export function createCallbacks(deps: { reports: Reports<Message>; settings: () => Settings }): Callbacks {
  const emit: Callbacks['emit'] = (message, mark) => {
    if (!callsBack(message, deps.settings())) return undefined
    if (message.statusCallback === null) return Promise.resolve()
    return deps.reports.emit(message, reportOf(message, message.statusCallback, deps.settings), mark)
  }
  return { emit }
}

// The status that a message begins with is in the create answer; only moves are reported, and `sending` is too brief.
function callsBack(message: Message, settings: Settings): boolean {
  switch (message.status) {
    case 'accepted':
    case 'scheduled':
      return false
    case 'queued':
      return message.messagingServiceSid !== null
    case 'sending':
      return settings.callbackOnSending
    default:
      return true
  }
}

function reportOf(message: Message, url: string, settings: () => Settings): Report {
  const params = callbackParams(message, settings())
  const token = randomUUID()
  return {
    status: message.status,
    request: () => signedRequest({ url, params, token, authToken: settings().authToken }),
    forged: () =>
      signedRequest({
        url,
        params: forgedParams(params),
        token: randomUUID(),
        authToken: `not ${settings().authToken}`,
      }),
    policy: readOverrides(url),
  }
}

/** A form as Twilio posts it to a webhook. Credentials in the URL are offered when asked for. */
export function signedRequest(webhook: {
  url: string
  params: Record<string, string>
  token: string
  authToken: string
}): DeliveryRequest {
  const { url, params, token, authToken } = webhook
  const { username, password } = new URL(url)
  return {
    id: token,
    url: signedUrl(url),
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'accept-encoding': 'gzip',
      'i-twilio-idempotency-token': token,
      'x-twilio-signature': signForm(authToken, url, params),
    },
    body: new URLSearchParams(params).toString(),
    authorization: username === '' ? undefined : basic(username, password),
  }
}

function basic(username: string, password: string): string {
  const pair = `${querystring.unescape(username)}:${querystring.unescape(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
