import { randomUUIDv7 } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openDb } from '@heliograph/delivery/db/db'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { type ChildProcess, spawnMain } from '@heliograph/testkit/child-process'
import { findFreePort } from '@heliograph/testkit/free-port'
import { nodeFlags } from '../../scripts/lib/start/node-flags.mjs'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { askUsageOf } from '../measure/usage.ts'
import type { Signing } from './callbacks.ts'
import type { Owner } from './tables.ts'

/** The real API process, with a key for it. */
export type Product = {
  readonly url: string
  readonly key: string
  readonly owner: Owner
  readonly signing: Signing
  /** Microseconds of CPU since its start. */
  readonly usage: () => Promise<number>
  [Symbol.asyncDispose](): Promise<void>
}

type Services = Pick<BenchServices, 'databaseUrl' | 'redisUrl' | 'redisPrefix'>

const signing: Signing = {
  secret: 'bench'.repeat(8),
  authToken: 'bench',
  accountSid: `AC${'0'.repeat(32)}`,
  publicBaseUrl: 'https://gw.example.com',
}

/** Starts the API as it is in production, but for limits that no load reaches and a log of warnings only. */
export async function openProduct(services: Services): Promise<Product> {
  const port = await findFreePort()
  const child = spawnMain({
    main: fileURLToPath(new URL('product-main.ts', import.meta.url)),
    nodeFlags: nodeFlags.api ?? [],
    env: environment(services, port),
  })
  try {
    await child.waitForPort(port)
    const url = `http://127.0.0.1:${port}`
    return { ...(await readOwner(services)), signing, url, usage: askUsageOf(child), ...disposer(child) }
  } catch (error) {
    await child.stop()
    throw new Error(`the API does not serve: ${child.stderr()}${child.stdout()}`, { cause: error })
  }
}

function environment(services: Services, port: number): Record<string, string> {
  const unreachable = '999999999'
  return {
    DATABASE_URL: services.databaseUrl,
    REDIS_URL: services.redisUrl,
    QUEUE_PREFIX: services.redisPrefix,
    PUBLIC_BASE_URL: signing.publicBaseUrl,
    SIMULATOR_URL: 'http://127.0.0.1:9',
    HELIOGRAPH_SECRETS: signing.secret,
    TWILIO_ACCOUNT_SID: signing.accountSid,
    TWILIO_AUTH_TOKEN: signing.authToken,
    TWILIO_PHONE_NUMBER: '+15005550000',
    PORT: String(port),
    LOG_LEVEL: 'warn',
    RATE_LIMIT_WRITES: unreachable,
    DAILY_MESSAGES: unreachable,
    DAILY_MESSAGES_PER_COUNTRY: unreachable,
    MAX_BACKLOG: unreachable,
  }
}

async function readOwner(services: Services): Promise<{ owner: Owner; key: string }> {
  const db = openDb({ url: services.databaseUrl, maxConnections: 1, applicationName: 'bench-ingest' })
  try {
    const tenant = await db.tenant.create({ data: { id: randomUUIDv7(), name: 'bench' } })
    const sender = await db.sender.findFirstOrThrow()
    // Nobody sends here: at a usual rate the backlog of the first rounds would be refused.
    await db.sender.update({ where: { id: sender.id }, data: { mps: 1_000_000 } })
    const { key } = await createApiKey(db, {
      tenantId: tenant.id,
      name: 'bench',
      scopes: ['messages:read', 'messages:write'],
    })
    return { key, owner: { tenantId: tenant.id, senderId: sender.id, accountId: sender.providerAccountId } }
  } finally {
    await db.$disconnect()
  }
}

function disposer(child: ChildProcess) {
  return { [Symbol.asyncDispose]: async () => void (await child.stop()) }
}
