import { randomUUIDv7 } from 'node:crypto'
import { hostname } from 'node:os'
import { openDb } from '@heliograph/delivery/db/db'
import { type Log, openLog } from '@heliograph/delivery/log'
import { noProbe } from '@heliograph/delivery/messages/probe'
import { openAccounts } from '@heliograph/delivery/providers/open-accounts'
import { checkEviction } from '@heliograph/delivery/queue/check-eviction'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { buildKeyring } from '@heliograph/delivery/secrets/keyring'
import { SettingsError } from '@heliograph/delivery/settings/engine-settings'
import { prepareStart, StartRefused } from '@heliograph/delivery/start/prepare-start'
import { readWorkerConfig, type WorkerConfig } from './config.ts'
import { startWorker } from './worker.ts'
import type { WorkerDeps } from './worker-deps.ts'

// The worker process: settings, resources, work, and an end within 10 s of a signal.

const exitDeadlineMs = 9_500
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const

/** What a test rig may put into a worker process. */
export type WorkerExtras = { readonly probe?: WorkerDeps['probe'] }

/** Runs a worker until a signal comes. Answers the exit code; says in one line why it cannot start. */
export async function runWorker(
  env: Readonly<Record<string, string | undefined>>,
  extras: WorkerExtras = {},
): Promise<number> {
  try {
    const config = readWorkerConfig(env)
    const reason = await work(config, openLog({ service: 'worker', level: config.engine.logLevel }), extras)
    return reason === 'wedged' ? 1 : 0
  } catch (error) {
    if (!(error instanceof SettingsError || error instanceof StartRefused)) throw error
    process.stderr.write(`${error.message}\n`)
    return 1
  }
}

async function work(config: WorkerConfig, log: Log, extras: WorkerExtras): Promise<string> {
  const stopped = untilStopped()
  await using resources = new AsyncDisposableStack()
  let deadline: NodeJS.Timeout | undefined
  // Registered first, so that it is disarmed last.
  resources.defer(() => clearTimeout(deadline))
  const { engine } = config
  const db = openDb({
    url: engine.databaseUrl,
    maxConnections: config.poolSize,
    applicationName: 'heliograph-worker',
    keepsPlans: true,
  })
  resources.defer(() => db.$disconnect())
  await refuseEviction(config, log)
  const routing = await prepareStart({ db, newId: randomUUIDv7 }, engine.accounts)
  const limits = { totalMs: config.send.requestTimeoutMs, maxConnections: config.concurrency }
  const providers = resources.use(openAccounts(engine.accounts, routing, limits))
  const worker = startWorker({
    config,
    db,
    log,
    worker: `${hostname()}:${process.pid}`,
    random: Math.random,
    clock: () => performance.now(),
    providerOf: (id) => providers.get(id),
    callbackUrl: buildCallbackUrl(config),
    probe: extras.probe ?? noProbe,
  })
  resources.defer(() => worker.close())
  const reason = await Promise.race([stopped, worker.wedged])
  log.info({ event: 'worker.stopping', reason })
  // Whatever hangs in spite of its own time-outs: open attempts are found by the lease sweep.
  deadline = setTimeout(() => process.exit(1), exitDeadlineMs)
  return reason
}

/** A Redis that evicts would drop doorbells without a word. */
async function refuseEviction({ engine }: WorkerConfig, log: Log): Promise<void> {
  if (engine.redisUrl === undefined) return
  const check = await checkEviction(engine.redisUrl)
  if (check.kind === 'wrong') {
    throw new StartRefused(
      `Redis evicts keys (maxmemory-policy is ${check.policy}): set it to noeviction, or leave REDIS_URL out`,
    )
  }
  if (check.kind !== 'ok') log.warn({ event: 'redis.unchecked', reason: check.kind })
}

function buildCallbackUrl({ engine }: WorkerConfig): WorkerDeps['callbackUrl'] {
  const { publicBaseUrl } = engine
  if (publicBaseUrl === undefined) return () => undefined
  const keyring = buildKeyring(engine.secrets)
  return (provider, target) =>
    `${publicBaseUrl}/webhooks/${provider}/status/${writeCallbackToken(keyring, target)}`
}

function untilStopped(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>()
  for (const signal of signals) process.once(signal, () => resolve(signal))
  return promise
}
