import { type Durability, type LocalService, startLocalPostgres } from './local-postgres.ts'
import { findRedisProgram, ping, startLocalRedis } from './local-redis.ts'
import { findPostgresBinaries } from './postgres-binaries.ts'

/** Servers of one test run. `redis` is a reason when there is none: tests that need it then fail with it. */
export type Services = {
  readonly databaseUrl: string
  readonly redis: { readonly url: string } | { readonly missing: string }
  readonly stop: () => Promise<void>
}

/** What decides; anything else in the environment is ignored. */
export type ServiceSettings = Durability & { readonly databaseUrl?: string; readonly redisUrl?: string }

/**
 * Finds Postgres and Redis for tests in three ways, first that works: the given URLs, servers found on this
 * machine, containers. Throws when there is no Postgres. A given URL that does not answer is never replaced.
 */
export async function startServices(settings: ServiceSettings): Promise<Services> {
  const postgres = await startPostgres(settings)
  const redis = await startRedis(settings.redisUrl).catch((error: unknown) => ({ missing: describe(error) }))
  return {
    databaseUrl: postgres.url,
    redis,
    stop: async () => {
      if ('stop' in redis) await redis.stop()
      await postgres.stop()
    },
  }
}

async function startPostgres({ databaseUrl: given, ...durability }: ServiceSettings): Promise<LocalService> {
  if (given !== undefined && given !== '') return { url: given, stop: nothingToStop }
  const [newest] = await findPostgresBinaries()
  if (newest !== undefined) return startLocalPostgres(newest, durability)
  const { PostgreSqlContainer } = await import('@testcontainers/postgresql')
  const container = await new PostgreSqlContainer('postgres:18')
    .withUsername('postgres')
    .start()
    .catch((error: unknown) => {
      throw new Error(
        `No Postgres for tests: set TEST_DATABASE_URL, install Postgres 15 or newer, or start Docker (${describe(error)})`,
      )
    })
  return { url: container.getConnectionUri(), stop: async () => void (await container.stop()) }
}

async function startRedis(given: string | undefined): Promise<LocalService> {
  if (given !== undefined && given !== '') {
    await ping(given)
    return { url: given, stop: nothingToStop }
  }
  const program = await findRedisProgram()
  if (program !== undefined) return startLocalRedis(program)
  const { GenericContainer } = await import('testcontainers')
  const container = await new GenericContainer('redis:8')
    .withExposedPorts(6379)
    .start()
    .catch((error: unknown) => {
      throw new Error(
        `set TEST_REDIS_URL, put redis-server or valkey-server on PATH, or start Docker (${describe(error)})`,
      )
    })
  const url = `redis://${container.getHost()}:${container.getMappedPort(6379)}/0`
  return { url, stop: async () => void (await container.stop()) }
}

/** Given servers belong to somebody else. */
function nothingToStop(): Promise<void> {
  return Promise.resolve()
}

function describe(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
