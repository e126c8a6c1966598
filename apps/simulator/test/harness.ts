import { randomBytes } from 'node:crypto'
import { Agent, createServer, request as httpRequest, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import twilio from 'twilio'
import { onTestFinished } from 'vitest'
import type { LedgerEntry } from '../src/core/ledger.ts'
import { buildSimulator, type SimulatorOptions } from '../src/simulator.ts'
import type { SettingsPatch } from '../src/twilio/settings.ts'
import { newSid } from '../src/twilio/sid.ts'

export const FROM = '+15005550006'
export const SERVICE = `MG${'e'.repeat(32)}`
export const FAST: SettingsPatch = {
  delays: { acceptedMs: 10, queuedMs: 10, sendingMs: 10, sentMs: 10, priceMs: 10 },
}

/** A simulator of every carrier, seen as a Twilio account. */
export type TwilioOptions = Omit<SimulatorOptions, 'settings' | 'env'> & {
  accountSid?: string
  settings?: SettingsPatch
}

/** A running simulator and the ways to talk to it; closed when the test ends. */
export async function startSimulator({ settings = {}, ...options }: TwilioOptions = {}) {
  const accountSid = options.accountSid ?? newSid('AC')
  const authToken = randomBytes(16).toString('hex')
  const simulator = buildSimulator({
    ...options,
    env: { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken },
    settings: { twilio: { ...FAST, ...settings } },
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
  return {
    ...simulator,
    accountSid,
    authToken,
    url,
    basic: basic(accountSid, authToken),
    messagesUrl: `${url}/2010-04-01/Accounts/${accountSid}/Messages.json`,
    client: sdkClient(url, accountSid, authToken),
    control,
    ledger: async (query = ''): Promise<LedgerEntry[]> => {
      const { body } = await control('GET', `ledger${query}`)
      return (body as { creates: LedgerEntry[] }).creates
    },
  }
}

export type RunningSimulator = Awaited<ReturnType<typeof startSimulator>>

/** The unmodified SDK, sent elsewhere through its own httpClient option. */
export function sdkClient(url: string, accountSid: string, authToken: string) {
  const agent = new Agent({ keepAlive: true })
  onTestFinished(() => agent.destroy())
  const httpClient = new twilio.RequestClient({ timeout: 5_000 })
  const send = httpClient.request.bind(httpClient)
  httpClient.request = (options) =>
    send({ ...options, uri: options.uri.replace('https://api.twilio.com', url) })
  // The SDK gives axios an https agent only.
  Object.assign(Reflect.get(httpClient, 'axios').defaults, { httpAgent: agent })
  return twilio(accountSid, authToken, { httpClient })
}

export function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

export type Exchange = { status: number; headers: IncomingHttpHeaders; text: string }

/** A create over a fresh socket, without any library in between. Rejects as the socket does. */
export function rawCreate(
  simulator: RunningSimulator,
  fields: Record<string, string> | [string, string][],
  options: { timeoutMs?: number; headers?: Record<string, string> } = {},
): Promise<Exchange> {
  const body = new URLSearchParams(fields).toString()
  return rawRequest(simulator.messagesUrl, {
    method: 'POST',
    body,
    timeoutMs: options.timeoutMs ?? 5_000,
    headers: {
      authorization: simulator.basic,
      'content-type': 'application/x-www-form-urlencoded',
      ...options.headers,
    },
  })
}

export function rawRequest(
  url: string,
  options: { method: string; body?: string; timeoutMs?: number; headers: Record<string, string> },
): Promise<Exchange> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      { method: options.method, headers: options.headers, agent: false },
      (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        )
      },
    )
    request.setTimeout(options.timeoutMs ?? 5_000, () => request.destroy(new Error('client timeout')))
    request.on('error', reject)
    request.end(options.body ?? '')
  })
}

export type Received = {
  method: string
  url: string
  headers: IncomingHttpHeaders
  form: Record<string, string>
  atMs: number
}

/** A customer's web server: keeps what it got, answers 204 or what `answer` says. */
export async function startReceiver(
  answer: (received: Received, count: number) => number | Promise<number> = () => 204,
) {
  const received: Received[] = []
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const form = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString('utf8')))
      const one = {
        method: request.method ?? '',
        url: request.url ?? '',
        headers: request.headers,
        form,
        atMs: performance.now(),
      }
      received.push(one)
      response.statusCode = await answer(one, received.length)
      if (response.statusCode === 401) response.setHeader('www-authenticate', 'Basic realm="hook"')
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const statuses = (): string[] => received.map(({ form }) => form['MessageStatus'] ?? '')
  return { url: `http://127.0.0.1:${port}/hook`, port, received, statuses }
}

/** Polls until the assertion holds; fails with its last error. */
export async function eventually<T>(check: () => T | Promise<T>, timeoutMs = 4_000): Promise<T> {
  const deadline = performance.now() + timeoutMs
  for (;;) {
    try {
      return await check()
    } catch (error) {
      if (performance.now() > deadline) throw error
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }
}

/** Polls a message until it has this status. */
export function untilStatus(simulator: RunningSimulator, sid: string, status: string, timeoutMs?: number) {
  return eventually(async () => {
    const message = await simulator.client.messages(sid).fetch()
    if (message.status !== status) throw new Error(`${sid} is ${message.status}, not ${status}`)
    return message
  }, timeoutMs)
}
