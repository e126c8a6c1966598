import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { runMain } from '@heliograph/testkit/child-process'
import { eventually } from '@heliograph/testkit/eventually'
import { findFreePort } from '@heliograph/testkit/free-port'
import type { Random } from '../random.ts'
import { buildEnv, queuePrefix } from './environment.ts'
import { type ChaosProvider, chaosProviders, type RigUrls } from './providers.ts'
import { type RedisServer, startRedis } from './redis-server.ts'
import { buildSeat, type Seat } from './seat.ts'
import { mainOf, type Services } from './services.ts'
import { buildSimulatorControl, type SimulatorControl } from './simulator.ts'
import { openTcpProxy, type ProxyTarget, type TcpProxy } from './tcp-proxy.ts'

/** How a scenario's processes differ from the usual ones. */
export type RigOptions = {
  /** Twilio by default. */
  readonly provider?: ChaosProvider
  readonly apis?: number
  readonly workers?: number
  readonly env?: Readonly<Record<string, string>>
  /** Read at every start of a process. */
  readonly envOf?: (role: 'api' | 'worker', n: number) => Readonly<Record<string, string>>
  readonly mains?: { readonly api?: string; readonly worker?: string }
  /** Workers are started by the scenario. */
  readonly idle?: boolean
}

/** Real processes with a fault proxy at every joint. */
export type Rig = {
  readonly random: Random
  readonly provider: ChaosProvider
  readonly folder: string
  /** Past every proxy. */
  readonly databaseUrl: string
  /** What an application needs to post. The signal ends every load with the rig. */
  readonly application: {
    readonly url: string
    readonly key: string
    readonly mediaUrls: readonly string[]
    readonly signal: AbortSignal
  }
  readonly queuePrefix: string
  readonly apis: readonly Seat[]
  readonly workers: readonly Seat[]
  readonly simulator: SimulatorControl
  readonly redis: RedisServer
  /** The proxy in front of Redis leads to this port; a fail-over changes it. */
  readonly pointRedisAt: (port: number) => void
  /** Takes API process `n` out of the front's rotation, as a balancer does before it is ended, or puts it back. */
  readonly setServing: (n: number, isServing: boolean) => void
  /** Waits until API process `n` answers. */
  readonly untilAnswering: (n: number) => Promise<void>
  /** Waits until the readiness probe of API process `n`, asked every 100 ms, fails. */
  readonly untilUnready: (n: number) => Promise<void>
  readonly crashPostgres: () => Promise<void>
  readonly proxies: Readonly<Record<'front' | 'redis' | 'postgres' | 'provider', TcpProxy>>
  readonly close: () => Promise<void>
}

let count = 0

/** Starts a rig of its own database, Redis, proxies and processes, and waits until the API answers. */
export async function startRig(services: Services, random: Random, options: RigOptions = {}): Promise<Rig> {
  await using stack = new AsyncDisposableStack()
  count += 1
  const name = `chaos_${count}`
  const folder = join(services.folder, name)
  await mkdir(folder)
  const databaseUrl = await services.postgres.createDatabase(name)
  stack.defer(() => services.postgres.dropDatabase(name))
  const redis = await startRedis({ folder, reaper: services.reaper })
  stack.defer(() => redis.stop())
  const ports = await findPorts(1 + (options.apis ?? 2))
  const [simulatorPort = 0, ...apiPorts] = ports
  const route: Route = { redisPort: redis.port, drained: new Set() }
  const proxies = await openProxies(stack, {
    front: () => apiPorts.filter((_, n) => !route.drained.has(n)),
    redis: () => [route.redisPort],
    postgres: () => [services.postgres.port],
    provider: () => [simulatorPort],
  })
  const provider = options.provider ?? chaosProviders.twilio
  const env = buildEnv({
    databaseUrl,
    proxies,
    provider,
    compileCache: services.compileCache,
    extra: options.env ?? {},
  })
  const key = await createKey(databaseUrl)
  const seats = seatRows({ services, folder, env, options, apiPorts, simulatorPort })
  stack.defer(() => seats.simulator.stop())
  stack.defer(() => stopAll([...seats.apis, ...seats.workers]))
  const urls: RigUrls = {
    front: addressOf(proxies.front.port),
    provider: addressOf(proxies.provider.port),
    simulator: addressOf(simulatorPort),
  }
  const simulator = buildSimulatorControl(urls.simulator, provider.name)
  const closing = new AbortController()
  stack.defer(() => closing.abort())
  await startSeats(seats, { urls, isIdle: options.idle === true })
  await provider.introduce?.(simulator, urls)
  const kept = stack.move()
  return {
    random,
    provider,
    folder,
    databaseUrl,
    application: { url: urls.front, key, mediaUrls: provider.mediaUrls(urls), signal: closing.signal },
    queuePrefix,
    apis: seats.apis,
    workers: seats.workers,
    simulator,
    redis,
    ...steer(route),
    untilAnswering: (n) =>
      answers(`http://127.0.0.1:${apiPorts[n]}/livez`, () => seats.apis[n]?.output() ?? ''),
    untilUnready: (n) => isUnready(`http://127.0.0.1:${apiPorts[n]}/readyz`),
    crashPostgres: services.postgres.crash,
    proxies,
    close: () => kept.disposeAsync(),
  }
}

/** Where the proxies lead at the moment. */
type Route = { redisPort: number; readonly drained: Set<number> }

function steer(route: Route): Pick<Rig, 'pointRedisAt' | 'setServing'> {
  return {
    pointRedisAt: (port) => {
      route.redisPort = port
    },
    setServing: (n, isServing) => {
      if (isServing) route.drained.delete(n)
      else route.drained.add(n)
    },
  }
}

async function stopAll(seats: readonly Seat[]): Promise<void> {
  await Promise.all(seats.map((seat) => seat.stop()))
}

async function openProxies(
  stack: AsyncDisposableStack,
  targets: Readonly<Record<keyof Rig['proxies'], ProxyTarget>>,
): Promise<Rig['proxies']> {
  const open = async (target: ProxyTarget) => {
    const proxy = await openTcpProxy(target)
    stack.defer(() => proxy.close())
    return proxy
  }
  return {
    front: await open(targets.front),
    redis: await open(targets.redis),
    postgres: await open(targets.postgres),
    provider: await open(targets.provider),
  }
}

type Seats = { readonly simulator: Seat; readonly apis: readonly Seat[]; readonly workers: readonly Seat[] }

function seatRows(from: {
  services: Services
  folder: string
  env: Readonly<Record<string, string>>
  options: RigOptions
  apiPorts: readonly number[]
  simulatorPort: number
}): Seats {
  const { services, folder, env, options } = from
  const { reaper } = services
  const envOf = options.envOf ?? (() => ({}))
  const api = options.mains?.api ?? mainOf('apps/api/src/main.ts')
  const worker = options.mains?.worker ?? mainOf('apps/worker/src/main.ts')
  return {
    simulator: buildSeat({
      name: 'simulator',
      main: mainOf('apps/simulator/src/main.ts'),
      env: () => ({ ...env, PORT: String(from.simulatorPort), SIMULATOR_MAX_ENTRIES: '5000000' }),
      folder,
      reaper,
    }),
    apis: from.apiPorts.map((port, n) =>
      buildSeat({
        name: `api-${n + 1}`,
        main: api,
        env: () => ({ ...env, PORT: String(port), ...envOf('api', n) }),
        folder,
        reaper,
      }),
    ),
    workers: Array.from({ length: options.workers ?? 3 }, (_, n) =>
      buildSeat({
        name: `worker-${n + 1}`,
        main: worker,
        env: () => ({ ...env, ...envOf('worker', n) }),
        folder,
        reaper,
      }),
    ),
  }
}

async function startSeats(seats: Seats, about: { urls: RigUrls; isIdle: boolean }): Promise<void> {
  for (const seat of [seats.simulator, ...seats.apis]) seat.start()
  if (!about.isIdle) for (const seat of seats.workers) seat.start()
  const outputs = () => seats.apis.map((seat) => seat.output()).join('\n')
  await answers(`${about.urls.simulator}/__sim/health`, () => seats.simulator.output())
  await answers(`${about.urls.front}/livez`, outputs)
}

async function answers(url: string, output: () => string): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch((error: unknown) => {
        throw new Error(`${url} does not answer; output: ${output().slice(-2_000)}`, { cause: error })
      })
      await response.arrayBuffer()
      if (!response.ok) throw new Error(`${url}: ${response.status}`)
    },
    { timeoutMs: 20_000, everyMs: 50 },
  )
}

/** Also when the process is gone: whoever asks stops sending either way. */
async function isUnready(url: string): Promise<void> {
  await eventually(
    async () => {
      const response = await fetch(url, { signal: AbortSignal.timeout(1_000) }).catch(() => undefined)
      await response?.arrayBuffer()
      if (response?.ok === true) throw new Error(`${url} is still ready`)
    },
    { timeoutMs: 10_000, everyMs: 100 },
  )
}

async function createKey(databaseUrl: string): Promise<string> {
  const run = await runMain({
    main: mainOf('packages/delivery/bin/keys.ts'),
    args: ['create', '--name', 'chaos', '--json'],
    env: { DATABASE_URL: databaseUrl },
  })
  if (run.code !== 0) throw new Error(`no API key: ${run.stderr}`)
  const parsed: unknown = JSON.parse(run.stdout)
  return String(Object(parsed).key)
}

function addressOf(port: number): string {
  return `http://127.0.0.1:${port}`
}

async function findPorts(wanted: number): Promise<number[]> {
  const ports = new Set<number>()
  for (let n = 0; ports.size < wanted && n < 100; n += 1) ports.add(await findFreePort())
  return [...ports]
}
