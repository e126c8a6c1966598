import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { type ChildProcess, runMain, spawnMain } from '@heliograph/testkit/child-process'
import { createTestDatabase } from '@heliograph/testkit/database'
import { eventually } from '@heliograph/testkit/eventually'
import { findFreePort } from '@heliograph/testkit/free-port'
import { createTestRedis } from '@heliograph/testkit/redis'

/** A create as the simulator's ledger shows it. */
export type LedgerEntry = { readonly to: string; readonly accepted: boolean; readonly sid: string | null }

/** A line of a message's history as the public API shows it. */
export type HistoryLine = {
  readonly version: number
  readonly type: string
  readonly status: string
  readonly attempt: number | null
  readonly providerId: string | null
  readonly error: { readonly code: string } | null
}

/** A message as the public API shows it, as far as tests look at it. */
export type MessageBody = {
  readonly id: string
  readonly status: string
  readonly providerId: string | null
  readonly attempts: number
  readonly hold: { readonly scope: string; readonly code: string } | null
  readonly error: { readonly code: string; readonly remedy: string } | null
}

/** API, worker and simulator as processes, on a database and a Redis prefix of their own. */
export type Stack = {
  readonly apiUrl: string
  readonly simulatorUrl: string
  readonly key: string
  readonly databaseUrl: string
  readonly simulator: ChildProcess
  readonly worker: ChildProcess
  readonly api: ChildProcess
  startWorker(env?: Readonly<Record<string, string>>): Promise<ChildProcess>
  /** Starts a worker without waiting until it is ready. */
  spawnWorker(env?: Readonly<Record<string, string>>): ChildProcess
  send(
    body: Readonly<Record<string, unknown>>,
    headers?: Readonly<Record<string, string>>,
  ): Promise<MessageBody>
  get<T>(path: string): Promise<T>
  history(id: string): Promise<HistoryLine[]>
  untilStatus(id: string, status: string, timeoutMs?: number): Promise<MessageBody>
  ledger(to?: string): Promise<LedgerEntry[]>
  control(method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** How a stack differs from the usual one. */
export type StackOptions = {
  readonly env?: Readonly<Record<string, string>>
  readonly workerEnv?: Readonly<Record<string, string>>
  /** Leave Redis out: direct mode. */
  readonly withoutRedis?: boolean
  /** Leave PUBLIC_BASE_URL out: no callbacks, look-ups instead. */
  readonly withoutCallbacks?: boolean
}

const main = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))
const accountSid = `AC${'1'.repeat(32)}`

/** Starts everything and waits until it is ready. Dispose stops it, newest first. */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  const stack = new AsyncDisposableStack()
  const database = stack.use(await createTestDatabase())
  const redis = options.withoutRedis === true ? undefined : stack.use(await createTestRedis())
  const [apiPort, simulatorPort] = [await findFreePort(), await findFreePort()]
  const apiUrl = `http://127.0.0.1:${apiPort}`
  const simulatorUrl = `http://127.0.0.1:${simulatorPort}`
  const env = {
    DATABASE_URL: database.url,
    HELIOGRAPH_SECRETS: randomBytes(48).toString('base64url'),
    SIMULATOR_URL: simulatorUrl,
    TWILIO_ACCOUNT_SID: accountSid,
    TWILIO_AUTH_TOKEN: 'a'.repeat(32),
    TWILIO_PHONE_NUMBER: '+15005550006',
    HOST: '127.0.0.1',
    ...(options.withoutCallbacks === true ? {} : { PUBLIC_BASE_URL: apiUrl }),
    ...(redis === undefined ? {} : { REDIS_URL: redis.url, QUEUE_PREFIX: redis.prefix }),
    ...options.env,
  }
  const simulator = stack.use(
    spawnMain({ main: main('apps/simulator/src/main.ts'), env: { ...env, PORT: String(simulatorPort) } }),
  )
  const key = await createKey(database.url)
  const api = stack.use(
    spawnMain({ main: main('apps/api/src/main.ts'), env: { ...env, PORT: String(apiPort) } }),
  )
  const spawnWorker = (workerEnv = {}) =>
    stack.use(
      spawnMain({
        main: main('apps/worker/src/main.ts'),
        env: { ...env, ...options.workerEnv, ...workerEnv },
      }),
    )
  const startWorker = async (workerEnv = {}) => {
    const child = spawnWorker(workerEnv)
    await child.waitForLine(/"worker\.started"/)
    return child
  }
  const worker = await startWorker()
  await Promise.all([simulator.waitForPort(simulatorPort), api.waitForPort(apiPort)])
  const client = buildClient({ apiUrl, simulatorUrl, key })
  return {
    ...client,
    apiUrl,
    simulatorUrl,
    key,
    databaseUrl: database.url,
    simulator,
    worker,
    api,
    startWorker,
    spawnWorker,
    [Symbol.asyncDispose]: () => stack.disposeAsync(),
  }
}

async function createKey(databaseUrl: string): Promise<string> {
  const run = await runMain({
    main: main('packages/delivery/bin/keys.ts'),
    args: ['create', '--name', 'e2e', '--json'],
    env: { DATABASE_URL: databaseUrl },
  })
  const { key } = JSON.parse(run.stdout) as { key: string }
  return key
}

function buildClient(urls: { apiUrl: string; simulatorUrl: string; key: string }) {
  const authorization = `Bearer ${urls.key}`
  const get = async <T>(path: string): Promise<T> => {
    const response = await fetch(`${urls.apiUrl}${path}`, { headers: { authorization } })
    if (!response.ok) throw new Error(`GET ${path}: ${response.status} ${await response.text()}`)
    return (await response.json()) as T
  }
  return {
    get,
    send: async (body: Readonly<Record<string, unknown>>, headers: Readonly<Record<string, string>> = {}) => {
      const response = await fetch(`${urls.apiUrl}/v1/messages`, {
        method: 'POST',
        headers: { authorization, 'content-type': 'application/json', ...headers },
        body: JSON.stringify(body),
      })
      if (response.status !== 202) throw new Error(`POST: ${response.status} ${await response.text()}`)
      return (await response.json()) as MessageBody
    },
    history: async (id: string) => (await get<{ data: HistoryLine[] }>(`/v1/messages/${id}/events`)).data,
    untilStatus: (id: string, status: string, timeoutMs = 15_000) =>
      eventually(
        async () => {
          const message = await get<MessageBody>(`/v1/messages/${id}`)
          if (message.status !== status) throw new Error(`${id} is ${message.status}, not ${status}`)
          return message
        },
        { timeoutMs, everyMs: 50 },
      ),
    ledger: async (to?: string) => {
      const query = to === undefined ? '' : `?to=${encodeURIComponent(to)}`
      const response = await fetch(`${urls.simulatorUrl}/__sim/ledger${query}`)
      return ((await response.json()) as { creates: LedgerEntry[] }).creates
    },
    control: async (method: 'PUT' | 'POST' | 'DELETE', path: string, body?: unknown) => {
      const response = await fetch(`${urls.simulatorUrl}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
      })
      if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`)
    },
  }
}
