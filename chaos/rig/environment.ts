import { randomBytes } from 'node:crypto'
import type { ChaosProvider } from './providers.ts'

/** Prefix of every key in Redis. */
export const queuePrefix = '{chaos}'

/** Everything the product's processes are told: every address is a proxy's. */
export function buildEnv(from: {
  databaseUrl: string
  proxies: Readonly<Record<'front' | 'redis' | 'postgres' | 'provider', { readonly port: number }>>
  provider: ChaosProvider
  compileCache: string
  extra: Readonly<Record<string, string>>
}): Record<string, string> {
  const { proxies, provider } = from
  const databaseUrl = new URL(from.databaseUrl)
  databaseUrl.port = String(proxies.postgres.port)
  return {
    NODE_COMPILE_CACHE: from.compileCache,
    DATABASE_URL: databaseUrl.toString(),
    REDIS_URL: `redis://127.0.0.1:${proxies.redis.port}/0`,
    QUEUE_PREFIX: queuePrefix,
    PUBLIC_BASE_URL: `http://127.0.0.1:${proxies.front.port}`,
    SIMULATOR_URL: `http://127.0.0.1:${proxies.provider.port}`,
    HELIOGRAPH_SECRETS: randomBytes(48).toString('base64url'),
    PROVIDER: provider.name,
    HOST: '127.0.0.1',
    LOG_LEVEL: 'warn',
    WORKER_CONCURRENCY: '16',
    // One key posts everything, and repeats at once what was refused while something is away.
    RATE_LIMIT_WRITES: '0',
    // The product's own times are longer by a factor of 10 to 60.
    SEND_TIMEOUT_MS: '1000',
    LEASE_MS: '4000',
    AMBIGUITY_HOLD_MS: '2000',
    UNKNOWN_AFTER_MS: '8000',
    RESEND_AFTER_MS: '20000',
    POLL_LADDER_MS: '2000,2000,4000,8000',
    RETRY_BASE_MS: '500',
    PROBE_INTERVAL_MS: '1000',
    RING_GRACE_MS: '2000',
    QUEUE_LOCK_MS: '4000',
    QUEUE_STALL_CHECK_MS: '2000',
    DATABASE_POOL: '4',
    DATABASE_POOL_CALLBACKS: '3',
    ...provider.env,
    ...from.extra,
  }
}
