// The official SDK finds credentials, signs and reads answers; our client carries the request in place of the SDK's own
// handler, so that its end is known exactly: never begun, begun, answered. Loaded on first use, because the SDK costs
// about 0.1 s to load.
import { AsyncLocalStorage } from 'node:async_hooks'
import {
  PinpointSMSVoiceV2Client,
  type PinpointSMSVoiceV2ClientConfig,
  SendMediaMessageCommand,
  type SendMediaMessageCommandInput,
} from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { type HttpClient, type HttpResult, openHttpClient } from '../http/http-client.ts'
import { defaultMaxConnections, defaultTimeouts } from '../http/timeouts.ts'
import type { AwsSettings } from './settings.ts'

/** One call, bounded by the caller. */
export type CallOptions = {
  readonly signal: AbortSignal
  /** Monotonic time in milliseconds after which the request must not begin. */
  readonly startBefore?: number | undefined
}

/** How one call ended on the wire, and what the SDK made of it. */
export type CallEnd = {
  readonly exchange: HttpResult
  readonly parsed: PromiseSettledResult<{ readonly MessageId?: string | undefined }>
}

/** Finds credentials and renews them before they run out. */
export type CredentialsSource = PinpointSMSVoiceV2Client['config']['credentials']

/** The SDK over our own HTTP client. */
export type SmsVoiceApi = {
  /** Shared with S3, so that one chain serves both. */
  readonly credentials: CredentialsSource
  /** Makes the request at most once. Throws only if the SDK made no request. */
  send(input: SendMediaMessageCommandInput, options: CallOptions): Promise<CallEnd>
  /** Waits for exchanges in flight, then closes every connection. */
  close(): Promise<void>
}

const maxResponseBytes = 64 * 1024

/** Opens the SDK for one account. Nothing is sent before the first call. */
export function openSmsVoiceApi(settings: AwsSettings): SmsVoiceApi {
  // One in practice: the SDK alone knows the host of its region, by partition, FIPS and dual stack.
  const clients = new Map<string, HttpClient>()
  // Concurrent calls share the SDK's client, so each finds its own slot through the async context.
  const slots = new AsyncLocalStorage<Slot>()
  const client = openSdk(settings, (request) => {
    const slot = slots.getStore()
    if (!slot || slot.exchange) {
      throw new Error('the AWS SDK made a request outside of its call')
    }
    const { origin, ...rest } = readRequest(request)
    const http = clients.get(origin) ?? openClient(settings, origin)
    clients.set(origin, http)
    const { startBefore, signal } = slot.options
    const bounds = { maxResponseBytes, ...(startBefore === undefined ? {} : { startBefore }) }
    slot.exchange = http.exchange({ ...rest, ...bounds }, signal)
    return slot.exchange
  })
  return {
    credentials: client.config.credentials,
    async send(input, options) {
      const slot: Slot = { options }
      const [parsed] = await Promise.allSettled([
        slots.run(slot, () => client.send(new SendMediaMessageCommand(input))),
      ])
      if (slot.exchange) {
        return { exchange: await slot.exchange, parsed }
      }
      const cause = parsed.status === 'rejected' ? parsed.reason : undefined
      throw new Error('the AWS SDK made no request', { cause })
    },
    async close() {
      client.destroy()
      await Promise.all([...clients.values()].map((http) => http.close()))
    },
  }
}

type Slot = { readonly options: CallOptions; exchange?: Promise<HttpResult> }

function openClient({ timeouts = defaultTimeouts, maxConnections }: AwsSettings, origin: string): HttpClient {
  return openHttpClient({ ...timeouts, origin, maxConnections: maxConnections ?? defaultMaxConnections })
}

/** A handler as the SDK takes it; its type is not exported by name. */
type SdkHandler = Extract<
  NonNullable<PinpointSMSVoiceV2ClientConfig['requestHandler']>,
  { updateHttpClientConfig: unknown }
>
type SdkRequest = Parameters<SdkHandler['handle']>[0]

function openSdk(
  settings: AwsSettings,
  exchange: (request: SdkRequest) => Promise<HttpResult>,
): PinpointSMSVoiceV2Client {
  const requestHandler: SdkHandler = {
    async handle(request: SdkRequest) {
      const result = await exchange(request)
      if (result.kind !== 'response') {
        throw new Error(`no response: ${result.reason}`)
      }
      const body = Buffer.from(result.body)
      return { response: { statusCode: result.status, headers: result.headers, body } }
    },
    // Its only settings are ours.
    updateHttpClientConfig: () => undefined,
    httpHandlerConfigs: () => ({}),
  }
  return new PinpointSMSVoiceV2Client({
    region: settings.region,
    // By default the SDK repeats the POST twice, also after a lost answer, and AWS knows no idempotency here.
    maxAttempts: 1,
    requestHandler,
    credentials: findCredentials(settings),
    ...(settings.smsVoiceUrl === undefined ? {} : { endpoint: settings.smsVoiceUrl }),
  })
}

/**
 * The given keys, or the chain of a client of its own: a chain that takes on a role asks STS through the handler of its
 * client, and ours is for one request of one message.
 */
function findCredentials({ region, credentials, timeouts = defaultTimeouts }: AwsSettings) {
  if (credentials !== undefined) return credentials
  const { connectMs: connectionTimeout, headersMs: requestTimeout } = timeouts
  const requestHandler = { connectionTimeout, requestTimeout, throwOnRequestTimeout: true }
  return new PinpointSMSVoiceV2Client({ region, requestHandler }).config.credentials
}

function readRequest(request: SdkRequest) {
  const port = request.port === undefined ? '' : `:${request.port}`
  const query = new URLSearchParams(
    Object.entries(request.query ?? {}).flatMap(([name, value]) =>
      [value ?? ''].flat().map((one): [string, string] => [name, one]),
    ),
  ).toString()
  return {
    origin: `${request.protocol}//${request.hostname}${port}`,
    method: 'POST',
    path: query === '' ? request.path : `${request.path}?${query}`,
    headers: request.headers,
    body: request.body instanceof Uint8Array ? new TextDecoder().decode(request.body) : String(request.body),
  } as const
}
