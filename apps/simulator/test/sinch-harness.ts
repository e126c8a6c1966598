import './sinch-sdk-version.ts'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SmsCallbackWebhooks, SmsService } from '@sinch/sms'
import { onTestFinished } from 'vitest'
import type { LedgerEntry } from '../src/core/ledger.ts'
import { buildSimulator, type SimulatorOptions } from '../src/simulator.ts'
import type { SettingsPatch } from '../src/sinch/settings.ts'
import { type Exchange, eventually, rawRequest } from './harness.ts'

export const FROM = '+15005550006'
export const TO = '+15558675310'
export const PLAN = 'plan0000000000000000000000000001'
export const TOKEN = 'token000000000000000000000000001'
export const SECRET = 'sinch_test_secret_0001'

const FAST: SettingsPatch = {
  delays: { acceptedMs: 10, queuedMs: 10, dispatchedMs: 10 },
  callbacks: { retryScale: 0.002 },
}

/** A simulator that speaks Sinch alone. */
export type SinchOptions = Omit<SimulatorOptions, 'settings' | 'env' | 'carriers'> & {
  settings?: SettingsPatch
}

/** A running simulator of Sinch and the ways to talk to it; closed when the test ends. */
export async function startSinch({ settings = {}, ...options }: SinchOptions = {}) {
  const simulator = buildSimulator({
    ...options,
    carriers: ['sinch'],
    env: { SINCH_SERVICE_PLAN_ID: PLAN, SINCH_API_TOKEN: TOKEN, SINCH_WEBHOOK_SECRET: SECRET },
    settings: {
      sinch: {
        ...FAST,
        ...settings,
        callbacks: { ...FAST.callbacks, ...settings.callbacks },
      },
    },
  })
  const url = await simulator.app.listen({ host: '127.0.0.1', port: 0 })
  onTestFinished(() => simulator.app.close())
  const sms = new SmsService({ servicePlanId: PLAN, apiToken: TOKEN, smsRegion: 'us', smsHostname: url })
  const control = async (
    method: string,
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: unknown }> =>
    readJson(await rawRequest(`${url}/__sim/${path}`, withBody(method, body)))
  const [carrier] = simulator.carriers
  if (!carrier) throw new Error('no carrier was built')
  return {
    app: simulator.app,
    carrier,
    url,
    sms,
    control,
    batchesUrl: `${url}/xms/v1/${PLAN}/batches`,
    pictureUrl: `${url}/__sim/media/heliograph.png`,
    ledger: async (query = ''): Promise<LedgerEntry[]> => {
      const { body } = await control('GET', `ledger${query}`)
      return (body as { creates: LedgerEntry[] }).creates
    },
  }
}

export type RunningSinch = Awaited<ReturnType<typeof startSinch>>

/** The body of a batch that is fine; overrides may break it. */
export function aBatch(simulator: RunningSinch, overrides: object = {}): Record<string, unknown> {
  return { type: 'mt_media', from: FROM, to: [TO], body: { url: simulator.pictureUrl }, ...overrides }
}

/** Any request to the API over a fresh socket, without any library in between. Rejects as the socket does. */
export function rawSinch(
  simulator: RunningSinch,
  options: {
    method?: string
    path?: string
    body?: unknown
    timeoutMs?: number
    headers?: Record<string, string>
  },
): Promise<Exchange> {
  const { method = 'POST', path = '/batches', body, timeoutMs = 5_000, headers = {} } = options
  const { headers: type, ...rest } = withBody(method, body)
  return rawRequest(`${simulator.url}/xms/v1/${PLAN}${path}`, {
    ...rest,
    timeoutMs,
    headers: { authorization: `Bearer ${TOKEN}`, ...type, ...headers },
  })
}

/** Creates a batch and gives its id. */
export async function send(simulator: RunningSinch, overrides: object = {}): Promise<string> {
  const { status, text } = await rawSinch(simulator, { body: aBatch(simulator, overrides) })
  if (status !== 201) throw new Error(`${status} ${text}`)
  return JSON.parse(text).id
}

/** Polls the only recipient's report until it has this code. */
export function untilCode(simulator: RunningSinch, id: string, code: number, to = TO) {
  return eventually(async () => {
    const report = await simulator.sms.deliveryReports.getForNumber({
      batch_id: id,
      phone_number: to.slice(1),
    })
    if (report.code !== code) throw new Error(`${id} has ${report.code}, not ${code}`)
    return report
  })
}

export type Called = {
  headers: IncomingHttpHeaders
  /** The body as it came. */
  text: string
  // A callback's shape is what the tests are about.
  json: Record<string, unknown>
  isSigned: boolean
}

/** A customer's web server: keeps what it got, answers 200 or what `answer` says. */
export async function startHook(
  answer: (called: Called, count: number) => number | Promise<number> = () => 200,
) {
  const called: Called[] = []
  const webhooks = new SmsCallbackWebhooks(SECRET)
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', async () => {
      const { headers } = request
      const text = Buffer.concat(chunks).toString('utf8')
      const isSigned = webhooks.validateAuthenticationHeader(headers, text, '', '')
      const one = { headers, text, json: JSON.parse(text), isSigned }
      called.push(one)
      response.statusCode = await answer(one, called.length)
      response.end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const codes = (): unknown[] => called.map(({ json }) => json['code'])
  return { url: `http://127.0.0.1:${port}/hook`, called, codes }
}

function withBody(
  method: string,
  body: unknown,
): { method: string; body?: string; headers: Record<string, string> } {
  if (body === undefined) return { method, headers: {} }
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  return { method, body: text, headers: { 'content-type': 'application/json' } }
}

function readJson({ status, text }: Exchange): { status: number; body: unknown } {
  return { status, body: text === '' ? undefined : JSON.parse(text) }
}
