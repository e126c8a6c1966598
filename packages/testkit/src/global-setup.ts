import { randomBytes } from 'node:crypto'
import { dropRunDatabases } from './database.ts'
import type { Durability } from './local-postgres.ts'
import { findRunEnv, publishRunEnv, withdrawRunEnv } from './run-env.ts'
import { startServices } from './services.ts'

/** Starts the services of a vitest run, which gives it an argument of its own; answers how to end them. */
export function setup(): Promise<(() => Promise<void>) | undefined> {
  return startRun()
}

/**
 * Starts the services of a run of tests or of a benchmark and answers how to end them. Several projects share one
 * set: the first to come starts it, the others find it in the environment.
 */
export async function startRun(durability: Durability = {}): Promise<(() => Promise<void>) | undefined> {
  if (findRunEnv() !== undefined) return undefined
  const databaseUrl = process.env['TEST_DATABASE_URL']
  const redisUrl = process.env['TEST_REDIS_URL']
  const services = await startServices({
    ...durability,
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
    ...(redisUrl === undefined ? {} : { redisUrl }),
  })
  const env = {
    // The random part keeps two containers apart that share a server and, by chance, a pid.
    runId: `${process.pid}_${randomBytes(3).toString('hex')}`,
    databaseUrl: services.databaseUrl,
    redisUrl: 'url' in services.redis ? services.redis.url : '',
    redisMissing: 'missing' in services.redis ? services.redis.missing : '',
  }
  publishRunEnv(env)
  return async () => {
    withdrawRunEnv()
    await dropRunDatabases(env)
    await services.stop()
  }
}
