import { randomUUID } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { openDb } from '@heliograph/delivery/db/db'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { ensureTenant } from '@heliograph/delivery/tenants/ensure-tenant'
import { type ChildProcess, spawnMain } from '@heliograph/testkit/child-process'
import { createTestDatabase } from '@heliograph/testkit/database'
import { findFreePort } from '@heliograph/testkit/free-port'
import { createTestRedis } from '@heliograph/testkit/redis'
import { afterAll, beforeAll, expect, test } from 'vitest'

// docs/adr/025-young-garbage.md: what a request made is gone with the next collection of young garbage. What keeps it
// makes each collection dearer, and shows nowhere but in CPU and in the slowest answers.

const unreachable = '999999999'
const connections = 20

const database = await createTestDatabase()
const redis = await createTestRedis()
const port = await findFreePort()
let api: ChildProcess
let key: string

beforeAll(async () => {
  api = spawnMain({
    main: fileURLToPath(new URL('heap-main.ts', import.meta.url)),
    // Nothing is collected as a whole in this test, so that what became old stays to be seen.
    nodeFlags: ['--expose-gc', '--initial-heap-size=2000'],
    env: {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      QUEUE_PREFIX: redis.prefix,
      HELIOGRAPH_SECRETS: 'young-garbage-secret-young-garbage-secret',
      TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'young-garbage',
      TWILIO_PHONE_NUMBER: '+15005550006',
      PORT: String(port),
      LOG_LEVEL: 'warn',
      RATE_LIMIT_WRITES: unreachable,
      DAILY_MESSAGES: unreachable,
      DAILY_MESSAGES_PER_COUNTRY: unreachable,
      HOURLY_PER_RECIPIENT: unreachable,
      HOURLY_PER_PREFIX: unreachable,
      MAX_BACKLOG: unreachable,
    },
  })
  await api.waitForPort(port)
  const db = openDb({ url: database.url, maxConnections: 1, applicationName: 'young-garbage-test' })
  const tenantId = await ensureTenant(db)
  key = (await createApiKey(db, { tenantId, name: 'test', scopes: ['messages:write'] })).key
  // Nobody sends here: at a usual rate the backlog would be refused.
  await db.sender.updateMany({ data: { mps: 1_000_000 } })
  await db.$disconnect()
})
afterAll(async () => {
  await api.stop()
  await redis.close()
  await database.drop()
})

// Bytes of a message. Today it is 25, and 320 with a key. A Map of the requests under way
// kept 5,800, a timer of the driver for each statement 1,300, a Map of the keys under way 800.
test.each([
  ['a message', 200, () => ({})],
  ['a message with an Idempotency-Key', 600, () => ({ 'idempotency-key': randomUUID() })],
])('%s leaves nothing behind that only a collection of all memory finds', async (_what, bound, headers) => {
  await postMany(3_000, headers)
  const before = await oldBytes()
  await postMany(6_000, headers)
  expect(((await oldBytes()) - before) / 6_000).toBeLessThan(bound)
})

let asked = 0

async function oldBytes(): Promise<number> {
  asked += 1
  api.kill('SIGUSR2')
  const [, bytes] = await api.waitForLine(new RegExp(`old space ${asked} (\\d+)`))
  return Number(bytes)
}

let posted = 0

async function postMany(count: number, headers: () => Record<string, string>): Promise<void> {
  const last = posted + count
  const post = async () => {
    while (posted < last) {
      posted += 1
      const answer = await fetch(`http://127.0.0.1:${port}/v1/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers() },
        body: JSON.stringify({ to: `+1555867${1_000 + (posted % 100)}`, body: `hello ${posted}` }),
      })
      const body = await answer.text()
      if (answer.status !== 202) throw new Error(`answered ${answer.status} ${body}`)
    }
  }
  await Promise.all(Array.from({ length: connections }, post))
}
