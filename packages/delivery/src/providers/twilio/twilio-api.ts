// The official SDK builds every request: parameters, path, user agent. Our client carries it, so that
// its end is known exactly. What the SDK makes of the answer is not used: it drops headers, and its
// error objects hold the credentials. Loaded on first use, because the SDK costs 0.1 to 0.5 s to load.
import { AsyncLocalStorage } from 'node:async_hooks'
import Twilio from 'twilio/lib/rest/Twilio.js'
import { type HttpClient, type HttpResult, openHttpClient } from '../http/http-client.ts'
import { defaultMaxConnections, defaultTimeouts } from '../http/timeouts.ts'
import { defaultBaseUrl, type TwilioSettings } from './settings.ts'

/** One call of the SDK, bounded by the caller. */
export type CallOptions = {
  readonly signal: AbortSignal
  readonly maxResponseBytes: number
  readonly startBefore?: number | undefined
}

/** The SDK over our own HTTP client. */
export type TwilioApi = {
  /** Runs one SDK call and gives the end of its exchange. Throws only if the SDK made no request. */
  call(use: (client: Twilio) => Promise<unknown>, options: CallOptions): Promise<HttpResult>
  /** Waits for exchanges in flight, then closes every connection. */
  close(): Promise<void>
}

/** Opens the SDK for one account. Nothing is sent before the first call. */
export function openTwilioApi(settings: TwilioSettings): TwilioApi {
  const baseUrl = new URL(settings.baseUrl ?? defaultBaseUrl)
  const http = openHttpClient({
    ...(settings.timeouts ?? defaultTimeouts),
    origin: baseUrl.origin,
    maxConnections: settings.maxConnections ?? defaultMaxConnections,
  })
  // Concurrent calls share the client, so each finds its own slot through the async context.
  const slots = new AsyncLocalStorage<Slot>()
  const client = openSdk(settings, (options) => {
    const slot = slots.getStore()
    if (!slot || slot.exchange) {
      throw new Error('the Twilio SDK made a request outside of its call')
    }
    slot.exchange = carry(http, baseUrl, options, slot.options)
    return slot.exchange
  })
  return {
    async call(use, options) {
      const slot: Slot = { options }
      const [ended] = await Promise.allSettled([slots.run(slot, () => start(() => use(client)))])
      if (slot.exchange) {
        return slot.exchange
      }
      throw new Error('the Twilio SDK made no request', {
        cause: ended.status === 'rejected' ? ended.reason : undefined,
      })
    },
    close: () => http.close(),
  }
}

/** Turns an exception before the first await into a rejection. */
function start(run: () => Promise<unknown>): Promise<unknown> {
  return new Promise((resolve) => resolve(run()))
}

type Slot = { readonly options: CallOptions; exchange?: Promise<HttpResult> }

type SdkOptions = NonNullable<ConstructorParameters<typeof Twilio>[2]>

/** The part of an SDK request that reaches a custom HTTP client and matters here. */
type SdkRequest = {
  readonly method: string
  readonly uri: string
  readonly username?: string
  readonly password?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly params?: object
  readonly data?: object
}

function openSdk(settings: TwilioSettings, request: (options: SdkRequest) => Promise<HttpResult>): Twilio {
  const { sid, secret } = settings.apiKey ?? { sid: settings.accountSid, secret: settings.authToken }
  const carrier = {
    async request(options: SdkRequest) {
      const result = await request(options)
      if (result.kind !== 'response') {
        throw new Error(`no response: ${result.reason}`)
      }
      return { statusCode: result.status, body: result.body, headers: result.headers }
    },
  }
  // Twilio documents a custom client as any object with `request`; its type names the whole class.
  const httpClient = carrier as unknown as NonNullable<SdkOptions['httpClient']>
  return new Twilio(sid, secret, { accountSid: settings.accountSid, httpClient, logLevel: 'none' })
}

/** Sends an SDK request to our base URL, whatever region or edge the environment names. */
function carry(
  http: HttpClient,
  baseUrl: URL,
  sdk: SdkRequest,
  { signal, maxResponseBytes, startBefore }: CallOptions,
): Promise<HttpResult> {
  const url = new URL(sdk.uri)
  for (const [name, value] of formPairs(sdk.params)) {
    url.searchParams.append(name, value)
  }
  const request = {
    method: sdk.method.toLowerCase() === 'post' ? 'POST' : 'GET',
    path: baseUrl.pathname.replace(/\/+$/, '') + url.pathname + url.search,
    headers: { ...sdk.headers, Authorization: basicAuth(sdk.username ?? '', sdk.password ?? '') },
    maxResponseBytes,
    ...(startBefore === undefined ? {} : { startBefore }),
  } as const
  return http.exchange(sdk.data ? { ...request, body: formBody(sdk.data) } : request, signal)
}

function formBody(data: object): string {
  return new URLSearchParams(formPairs(data)).toString()
}

function formPairs(data: object | undefined): [string, string][] {
  return Object.entries(data ?? {}).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((one): [string, string] => [name, String(one)]),
  )
}

function basicAuth(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}
