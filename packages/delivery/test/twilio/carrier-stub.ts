import type { Socket } from 'node:net'
import type { SendRequest } from '../../src/providers/provider.ts'
import type { TwilioSettings } from '../../src/providers/twilio/settings.ts'
import { type ArrivedRequest as HttpRequest, openHttpStub, reply as replyAny } from '../http-stub.ts'

export const accountSid = `AC${'f'.repeat(32)}`
export const messageSid = 'MM0123456789abcdef0123456789abcdef'
export const requestId = `RQ${'1'.repeat(32)}`

/** One request as it arrived, head and body complete. */
export type ArrivedRequest = { readonly head: string; readonly body: string; readonly form: URLSearchParams }

export type CarrierStub = AsyncDisposable & {
  readonly baseUrl: string
  /** Create requests begun, counted by request lines on the wire, whole or not. */
  readonly creates: number
  readonly connections: number
  readonly requests: readonly ArrivedRequest[]
}

type Answer = (socket: Socket, request: ArrivedRequest) => void

/** A stub of Twilio: every request comes with its form. */
export async function openCarrierStub(
  answer: Answer,
  scheme: 'http' | 'https' = 'http',
): Promise<CarrierStub> {
  const stub = await openHttpStub((socket, request) => answer(socket, withForm(request)), scheme)
  return {
    baseUrl: stub.baseUrl,
    get requests() {
      return stub.requests.map(withForm)
    },
    get creates() {
      return stub.posts
    },
    get connections() {
      return stub.connections
    },
    [Symbol.asyncDispose]: () => stub[Symbol.asyncDispose](),
  }
}

function withForm({ head, body }: HttpRequest): ArrivedRequest {
  return { head, body, form: new URLSearchParams(body) }
}

/** Writes a whole HTTP answer with Twilio's id of the request. */
export function reply(
  socket: Socket,
  status: number,
  body: unknown,
  headers: Record<string, string | number> = {},
): void {
  replyAny(socket, status, body, { 'Twilio-Request-Id': requestId, ...headers })
}

/** A message resource in Twilio's shape. */
export function messageResource(overrides: Record<string, unknown> = {}): Record<string, unknown> {
  return {
    sid: messageSid,
    account_sid: accountSid,
    status: 'queued',
    direction: 'outbound-api',
    from: '+15005550006',
    to: '+15558675310',
    body: 'hello',
    num_segments: '1',
    num_media: '1',
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: 'Sat, 14 Nov 2026 09:30:00 +0000',
    ...overrides,
  }
}

/** Twilio's error body. */
export function errorBody(code: number, status: number): Record<string, unknown> {
  return {
    code,
    message: 'secret +15558675310',
    more_info: `https://www.twilio.com/docs/errors/${code}`,
    status,
  }
}

export function settingsFor(baseUrl: string, overrides: Partial<TwilioSettings> = {}): TwilioSettings {
  return {
    accountSid,
    authToken: '0123456789abcdef0123456789abcdef',
    baseUrl,
    timeouts: { connectMs: 2_000, headersMs: 5_000, totalMs: 8_000 },
    ...overrides,
  }
}

export function aRequest(overrides: Partial<SendRequest> = {}): SendRequest {
  return {
    messageId: '01990000-0000-7000-8000-000000000000',
    tenantId: '01990000-0000-7000-8000-00000000000a',
    attempt: 1,
    to: '+15558675310',
    from: '+15005550006',
    body: 'hello',
    mediaUrls: ['https://m.example.com/a.png'],
    requireMms: false,
    ...overrides,
  }
}
