import { Redis } from 'ioredis'
import { eventually } from './eventually.ts'
import { getRunEnv } from './run-env.ts'

/**
 * A corner of Redis for one test. `prefix` starts every key the test makes; `url` names every connection
 * after the prefix, which is how `close()` sees one that was left open.
 */
export type TestRedis = {
  readonly url: string
  readonly prefix: string
  /** Keys below the prefix. */
  readonly listKeys: () => Promise<string[]>
  /** Removes the keys below the prefix, no others; throws when the test left a connection open. */
  readonly close: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

let count = 0

/** Throws when the run has no Redis: a test that needs it fails, it is never skipped. */
export async function createTestRedis(): Promise<TestRedis> {
  const env = getRunEnv()
  if (env.redisUrl === '') throw new Error(`This test needs Redis and there is none: ${env.redisMissing}`)
  count += 1
  // The last dash keeps number 1 from owning the keys of number 10.
  const prefix = `hg-test-${env.runId}-${process.pid}-${count}-`
  const admin = new Redis(env.redisUrl, { lazyConnect: true, maxRetriesPerRequest: 1, connectTimeout: 2_000 })
  await admin.connect()
  const close = async (): Promise<void> => {
    try {
      await eventually(() => refuseOpenConnections(admin, prefix), { timeoutMs: 3_000 })
    } finally {
      const keys = await listKeys(admin, prefix)
      if (keys.length > 0) await admin.unlink(...keys)
      await admin.quit()
    }
  }
  return {
    url: named(env.redisUrl, prefix),
    prefix,
    listKeys: () => listKeys(admin, prefix),
    close,
    [Symbol.asyncDispose]: close,
  }
}

async function listKeys(redis: Redis, prefix: string): Promise<string[]> {
  const keys: string[] = []
  let cursor = '0'
  do {
    const [next, page] = await redis.scan(cursor, 'MATCH', `${prefix}*`, 'COUNT', 1_000)
    keys.push(...page)
    cursor = next
  } while (cursor !== '0')
  return keys
}

async function refuseOpenConnections(redis: Redis, prefix: string): Promise<void> {
  const clients = String(await redis.client('LIST')).split('\n')
  const open = clients.filter(
    (line) => line.includes(` name=${prefix} `) || line.includes(` name=${prefix}:`),
  )
  if (open.length > 0) throw new Error(`${open.length} Redis connections of ${prefix} were left open`)
}

function named(redisUrl: string, connectionName: string): string {
  const url = new URL(redisUrl)
  url.searchParams.set('connectionName', connectionName)
  return url.toString()
}
