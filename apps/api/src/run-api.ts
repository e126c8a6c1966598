import { randomUUIDv7 } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@heliograph/delivery/db/db'
import { type Log, openLog } from '@heliograph/delivery/log'
import { noProbe, type Probe } from '@heliograph/delivery/messages/probe'
import { openAccounts } from '@heliograph/delivery/providers/open-accounts'
import { openBullmqQueue } from '@heliograph/delivery/queue/bullmq-queue'
import type { MessageQueue } from '@heliograph/delivery/queue/message-queue'
import { openRefusalRecorder } from '@heliograph/delivery/reports/refusal-recorder'
import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { buildKeyring } from '@heliograph/delivery/secrets/keyring'
import { SettingsError } from '@heliograph/delivery/settings/engine-settings'
import { prepareStart, StartRefused } from '@heliograph/delivery/start/prepare-start'
import { openKeyCache } from '@heliograph/delivery/tenants/key-cache'
import type { FastifyInstance } from 'fastify'
import { type Guards, openGuards } from './admission/open-guards.ts'
import { buildApp } from './app.ts'
import { type ApiConfig, readApiConfig } from './config.ts'
import { defaultLimits } from './limits.ts'
import { openPools } from './open-pools.ts'

// The API process: settings, resources, listen, and an end within 10 s of a signal. What is under way
// is finished; connections that are left after 6 s are cut. With DRAIN_MS it first goes on serving while /readyz
// says 503, so that a balancer stops sending before the door closes.

const closeTimeoutMs = 6_000
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** What a test rig may put into an API process. */
export type ApiExtras = { readonly probe?: Probe }

/** Runs the API until a signal comes. Answers the exit code; says in one line why it cannot start. */
export async function runApi(
  env: Readonly<Record<string, string | undefined>>,
  extras: ApiExtras = {},
): Promise<number> {
  try {
    const config = readApiConfig(env)
    await serve(config, openLog({ service: 'api', level: config.engine.logLevel }), extras)
    return 0
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof StartRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

async function serve(config: ApiConfig, log: Log, extras: ApiExtras): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const stop = stack.adopt(onSignal(), (watch) => watch.dispose())
  const pools = stack.use(openPools({ ...config, databaseUrl: config.engine.databaseUrl }))
  const { db, reportDb } = pools
  const refusals = stack.adopt(openRefusalRecorder({ db: reportDb, log }), (recorder) => recorder.close())
  const routing = await prepareStart({ db, newId: randomUUIDv7 }, config.engine.accounts)
  const queue = openQueue(config, log)
  stack.defer(async () => queue?.close())
  const guards = stack.adopt(openOwnGuards(config, db, log), (opened) => opened.close())
  const providers = stack.use(openAccounts(config.engine.accounts, routing))
  let isEnding = false
  const app = await buildApp(
    {
      ...guards,
      ...pools,
      refusals,
      reportLimits: defaultReportLimits,
      queue,
      routing,
      log,
      providers,
      keyring: buildKeyring(config.engine.secrets),
      keyCache: openKeyCache({ db, clock: () => performance.now() }),
      settings: config.engine,
      ringGraceMs: config.ringGraceMs,
      nextLookMs: config.engine.pollLadderMs[0] ?? 600_000,
      probe: extras.probe ?? noProbe,
      newId: () => randomUUIDv7(),
      isEnding: () => isEnding,
    },
    { ...defaultLimits, trustedProxies: config.trustedProxies },
  )
  stack.defer(() => closeInTime(app))
  await listen(app, config)
  log.info({ event: 'api.started', host: config.host, port: portOf(app.server.address()) })
  const signal = await stop.signal
  isEnding = true
  log.info({ event: 'api.stopping', signal, drainMs: config.drainMs })
  await pause(config.drainMs)
}

function openOwnGuards(config: ApiConfig, db: Db, log: Log): Guards {
  const { maxConnections: poolSize, queuePrefix: prefix, engine } = config
  return openGuards({ db, poolSize, log, redisUrl: engine.redisUrl, prefix }, config.guards)
}

/** Stops accepting, lets requests under way finish, cuts what does not. */
async function closeInTime(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), closeTimeoutMs)
  try {
    await app.close()
  } finally {
    clearTimeout(cut)
  }
}

function openQueue(config: ApiConfig, log: Log): MessageQueue | undefined {
  const { redisUrl } = config.engine
  if (redisUrl === undefined) return undefined
  // Losing Redis costs seconds and is shown by /readyz.
  const onError = (error: Error) => log.debug({ event: 'queue.failed', err: error })
  return openBullmqQueue({ redisUrl, prefix: config.queuePrefix, onError })
}

async function listen(app: FastifyInstance, config: ApiConfig): Promise<void> {
  try {
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error
    throw new StartRefused(`port ${config.port} on ${config.host} is taken: set PORT`, { cause: error })
  }
}

/** Resolves with the first signal; later ones change nothing, because the end is bounded already. */
function onSignal(): { readonly signal: Promise<string>; dispose(): void } {
  const first = Promise.withResolvers<string>()
  for (const signal of signals) process.on(signal, first.resolve)
  return {
    signal: first.promise,
    dispose: () => {
      for (const signal of signals) process.off(signal, first.resolve)
    },
  }
}

function portOf(address: AddressInfo | string | null): number | undefined {
  return typeof address === 'object' ? address?.port : undefined
}
