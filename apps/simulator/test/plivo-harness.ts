import plivo from 'plivo'
import { onTestFinished } from 'vitest'
import type { LedgerEntry } from '../src/core/ledger.ts'
import type { SettingsPatch } from '../src/plivo/settings.ts'
import { buildSimulator, type SimulatorOptions } from '../src/simulator.ts'
import { basic, type Exchange, eventually, type Received, rawRequest, startReceiver } from './harness.ts'

export const AUTH_ID = 'MAHELIOGRAPHTEST0001'
export const AUTH_TOKEN = 'plivo-test-token'
export const SRC = '+15005550006'
export const DST = '+14155550101'
export const FAST: SettingsPatch = { delays: { acceptedMs: 10, queuedMs: 10, sentMs: 10 } }

/** A simulator that speaks every carrier, seen as a Plivo account. */
export type PlivoOptions = Omit<SimulatorOptions, 'settings' | 'env'> & { settings?: SettingsPatch }

/** A running simulator and the ways to talk to it; closed when the test ends. */
export async function startPlivo({ settings = {}, ...options }: PlivoOptions = {}) {
  const simulator = buildSimulator({
    ...options,
    env: { PLIVO_AUTH_ID: AUTH_ID, PLIVO_AUTH_TOKEN: AUTH_TOKEN },
    settings: { plivo: { ...FAST, ...settings } },
  })
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => simulator.app.close())
  const control = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> => {
    const response = await fetch(`${url}/__sim/${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    const text = await response.text()
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
  }
  const accountUrl = `${url}/v1/Account/${AUTH_ID}`
  return {
    ...simulator,
    url,
    accountUrl,
    messagesUrl: `${accountUrl}/Message/`,
    basic: basic(AUTH_ID, AUTH_TOKEN),
    client: sdkClient(accountUrl, AUTH_TOKEN),
    control,
    ledger: async (query = ''): Promise<LedgerEntry[]> => {
      const { body } = await control('GET', `ledger${query}`)
      return (body as { creates: LedgerEntry[] }).creates
    },
  }
}

/** The SDK as it behaves; its own typings know no `create` with fields and no list of messages. */
export type Sdk = {
  messages: {
    create(fields: object): Promise<{ apiId: string; message: string; messageUuid: string[] }>
    get(uuid: string): Promise<object>
    list(params?: object): Promise<object[] & { meta: object }>
  }
  accounts: { get(): Promise<object> }
}

/** The unmodified SDK, sent elsewhere through its own `url` option. */
export function sdkClient(url: string, authToken: string): Sdk {
  // See above: the typings are wrong, the tests show what is right.
  return new plivo.Client(AUTH_ID, authToken, { url, timeout: 5_000 }) as unknown as Sdk
}

export type RunningPlivo = Awaited<ReturnType<typeof startPlivo>>

/** What Plivo answers in JSON. */
export type Answered = {
  status: number
  body: {
    api_id?: string
    error?: string
    message?: string
    message_uuid?: string[]
    meta?: {
      limit: number
      offset: number
      next: string | null
      previous: string | null
      total_count: number
    }
    objects?: Record<string, unknown>[]
  } & Record<string, unknown>
}

/** A create over a fresh socket. Fields override those of a good MMS; undefined ones are left out. */
export async function create(simulator: RunningPlivo, fields: object = {}): Promise<Answered> {
  return parsed(await rawCreate(simulator, fields))
}

/** The same with the answer as it came. Rejects as the socket does. */
export function rawCreate(
  simulator: RunningPlivo,
  fields: object = {},
  options: { timeoutMs?: number; headers?: Record<string, string> } = {},
): Promise<Exchange> {
  return rawRequest(simulator.messagesUrl, {
    method: 'POST',
    body: JSON.stringify({ src: SRC, dst: DST, type: 'mms', text: 'x', ...fields }),
    timeoutMs: options.timeoutMs ?? 5_000,
    headers: {
      authorization: simulator.basic,
      'content-type': 'application/json',
      ...options.headers,
    },
  })
}

/** A GET of something below the account. */
export async function get(simulator: RunningPlivo, path: string): Promise<Answered> {
  const headers = { authorization: simulator.basic }
  return parsed(await rawRequest(`${simulator.accountUrl}${path}`, { method: 'GET', headers }))
}

function parsed({ status, text }: Exchange): Answered {
  return { status, body: JSON.parse(text) as Answered['body'] }
}

/** The UUID of an accepted create. */
export function uuidOf({ status, body }: Answered): string {
  const uuid = body.message_uuid?.[0]
  if (status !== 202 || uuid === undefined) throw new Error(`not accepted: ${status} ${body.error}`)
  return uuid
}

/** Polls a message until it is in this state. */
export function untilState(simulator: RunningPlivo, uuid: string, state: string): Promise<Answered['body']> {
  return eventually(async () => {
    const { body } = await get(simulator, `/Message/${uuid}/`)
    if (body['message_state'] !== state) throw new Error(`${uuid} is ${body['message_state']}, not ${state}`)
    return body
  })
}

/** A customer's web server that answers 200, as Plivo wants it. */
export async function startHook(
  answer: (received: Received, count: number) => number | Promise<number> = () => 200,
) {
  const receiver = await startReceiver(answer)
  return { ...receiver, states: () => receiver.received.map(({ form }) => form['Status'] ?? '') }
}

/** True when Plivo's SDK takes the callback for true, by its V3 signature. */
export function isTrueV3(
  received: Received,
  url: string,
  header = 'x-plivo-signature-v3',
  token = AUTH_TOKEN,
): boolean {
  const { headers, form, method } = received
  const nonce = String(headers['x-plivo-signature-v3-nonce'])
  return plivo.validateV3Signature(method, url, nonce, token, String(headers[header]), form) === true
}
