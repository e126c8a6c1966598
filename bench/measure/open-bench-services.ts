import { availableParallelism, loadavg } from 'node:os'
import { createTestDatabase } from '@heliograph/testkit/database'
import { startRun } from '@heliograph/testkit/global-setup'
import { createTestRedis } from '@heliograph/testkit/redis'
import { runSql } from '@heliograph/testkit/run-sql'

/** A database and a corner of Redis of one benchmark, and where it ran. */
export type BenchServices = {
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly redisPrefix: string
  readonly machine: Machine
}

/** What the figures depend on. Load is that of the minute before the start. */
export type Machine = {
  readonly cpus: number
  readonly node: string
  readonly postgres: string
  readonly fsync: string
  readonly load: number
}

/**
 * Runs `work` with a migrated database and a key prefix of its own, on the servers of TEST_DATABASE_URL and
 * TEST_REDIS_URL or on local ones started for this run, whose commits wait for the disk as everywhere; removes both afterwards.
 */
export async function withBenchServices<T>(work: (services: BenchServices) => Promise<T>): Promise<T> {
  const load = loadavg()[0] ?? 0
  await using stack = new AsyncDisposableStack()
  const teardown = await startRun({ isDurable: true })
  stack.defer(async () => await teardown?.())
  stack.defer(onSignals(() => void endEarly(teardown)))
  const database = stack.use(await createTestDatabase())
  const redis = stack.use(await createTestRedis())
  const [server] = await runSql<{ version: string; fsync: string }>(
    database.url,
    "SELECT current_setting('server_version') AS version, current_setting('fsync') AS fsync",
  )
  const machine = {
    cpus: availableParallelism(),
    node: process.version,
    postgres: server?.version ?? 'unknown',
    fsync: server?.fsync ?? 'unknown',
    load,
  }
  return await work({ databaseUrl: database.url, redisUrl: redis.url, redisPrefix: redis.prefix, machine })
}

/** One line about where the figures come from. */
export function describeMachine({ cpus, node, postgres, fsync, load }: Machine): string {
  return `${cpus} cpus, load ${load.toFixed(1)}, Node ${node}, Postgres ${postgres} (fsync ${fsync})`
}

/** An interrupted benchmark still removes what it made: databases are dropped whatever is connected to them. */
async function endEarly(teardown: (() => Promise<void>) | undefined): Promise<void> {
  try {
    await teardown?.()
  } finally {
    process.exit(130)
  }
}

/** Answers what takes the listeners away again. */
function onSignals(listener: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  for (const signal of signals) process.once(signal, listener)
  return () => {
    for (const signal of signals) process.removeListener(signal, listener)
  }
}
