import { createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { cliSource } from '../../src/audit/write-audit.ts'
import { type Db, openDb } from '../../src/db/db.ts'
import { makeApiKey } from '../../src/tenants/api-key.ts'
import { createApiKey } from '../../src/tenants/create-api-key.ts'
import { ensureTenant } from '../../src/tenants/ensure-tenant.ts'
import { openKeyCache } from '../../src/tenants/key-cache.ts'
import { revokeApiKeyAnyTenant } from '../../src/tenants/revoke-api-key.ts'
import { rotateApiKeyAnyTenant } from '../../src/tenants/rotate-api-key.ts'

let database: TestDatabase
let db: Db
let tenantId: string
/** Counts what goes to the database, by its first word. */
let statements: string[] = []
let counted: Db
let nowMs = 0

const clock = (): number => nowMs

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb({ url: database.url, maxConnections: 5, applicationName: 'key-cache-test' })
  tenantId = await ensureTenant(db)
  counted = count(db)
})

beforeEach(() => {
  statements = []
})

afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

function count(real: Db): Db {
  return new Proxy(real, {
    get: (target, name, receiver) => {
      if (name === '$queryRaw') statements.push('read')
      if (name === '$executeRaw') statements.push('write')
      return Reflect.get(target, name, receiver)
    },
  })
}

function create(expiresInMs?: number): ReturnType<typeof createApiKey> {
  const draft = { tenantId, name: 'test', scopes: ['messages:read'] as const }
  return createApiKey(db, expiresInMs === undefined ? draft : { ...draft, expiresInMs })
}

test('a hundred requests cost one look and one note of use; a hundred wrong secrets cost no more', async () => {
  const { key } = await create()
  const cache = openKeyCache({ db: counted, clock })
  const wrong = key.slice(0, 16) + makeApiKey().key.slice(16)
  for (let n = 0; n < 100; n += 1) {
    expect(await cache.find(key)).toBeDefined()
    expect(await cache.find(wrong)).toBeUndefined()
  }
  expect(statements).toEqual(['read', 'write'])
})

test('an unknown prefix and a wrong secret behind a known one take the same steps', async () => {
  const { key } = await create()
  for (const wrong of [makeApiKey().key, key.slice(0, 16) + makeApiKey().key.slice(16)]) {
    statements = []
    const cache = openKeyCache({ db: counted, clock })
    for (const _ of [1, 2]) expect(await cache.find(wrong)).toBeUndefined()
    expect(statements).toEqual(['read'])
  }
})

test('requests that come together ask once', async () => {
  const { key } = await create()
  const cache = openKeyCache({ db: counted, clock })
  const found = await Promise.all(Array.from({ length: 20 }, () => cache.find(key)))
  expect(found.every((each) => each !== undefined)).toBe(true)
  expect(statements.filter((kind) => kind === 'read')).toEqual(['read'])
})

test('a key revoked elsewhere is refused before 5 seconds are over', async () => {
  const { key, prefix } = await create()
  const cache = openKeyCache({ db, clock })
  expect(await cache.find(key)).toBeDefined()
  await revokeApiKeyAnyTenant(db, prefix, cliSource)
  nowMs += 3_999
  expect(await cache.find(key)).toBeDefined()
  nowMs += 1
  expect(await cache.find(key)).toBeUndefined()
  nowMs += 3_999
  expect(await cache.find(key)).toBeUndefined()
})

test('after forget the database is asked at once, and an answer on its way is not kept', async () => {
  const { key, prefix } = await create()
  const cache = openKeyCache({ db, clock })
  const onItsWay = cache.find(key)
  cache.forget(prefix)
  expect(await onItsWay).toBeDefined()
  await revokeApiKeyAnyTenant(db, prefix, cliSource)
  expect(await cache.find(key)).toBeUndefined()

  const other = await create()
  expect(await cache.find(other.key)).toBeDefined()
  await revokeApiKeyAnyTenant(db, other.prefix, cliSource)
  cache.forget()
  expect(await cache.find(other.key)).toBeUndefined()
})

test('an expiry and the end of an overlap count to the millisecond, also between two looks', async () => {
  const { key } = await create(2_000)
  const cache = openKeyCache({ db, clock })
  expect(await cache.find(key)).toBeDefined()
  nowMs += 2_000
  expect(await cache.find(key)).toBeUndefined()

  const { key: old, prefix } = await create()
  await db.$transaction((tx) => rotateApiKeyAnyTenant(tx, { prefix, overlapSeconds: 2 }, cliSource))
  expect(await cache.find(old)).toBeDefined()
  nowMs += 2_000
  expect(await cache.find(old)).toBeUndefined()
})

test('guesses are remembered up to the bound and never push out keys that work', async () => {
  const { key, prefix } = await create()
  const cache = openKeyCache({ db: counted, clock, maxEntries: 2 })
  await cache.find(key)
  statements = []
  const guesses = [1, 2, 3].map(() => makeApiKey().key)
  for (const guess of guesses) expect(await cache.find(guess)).toBeUndefined()
  expect(statements).toHaveLength(3)
  await cache.find(guesses[2] ?? '')
  expect(statements).toHaveLength(3)
  await cache.find(guesses[0] ?? '')
  expect(statements).toHaveLength(4)
  expect(await cache.find(key)).toBeDefined()
  expect(statements).toHaveLength(4)
  expect(cache.knows(prefix)).toBe(true)
  expect(guesses.some((guess) => cache.knows(guess.slice(3, 15)))).toBe(false)
})

test('a note of use does not wait for a row that is being changed', async () => {
  const { key, keyId } = await create()
  const cache = openKeyCache({ db, clock })
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`UPDATE api_key SET name = 'busy' WHERE id = ${keyId}::uuid`
    expect(await cache.find(key)).toBeDefined()
  })
  const { lastUsedAt } = await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })
  expect(lastUsedAt).toBeNull()
})

test('a key that is known is answered without waiting, and so is a wrong secret behind it', async () => {
  const { key, prefix } = await create()
  const cache = openKeyCache({ db, clock })
  const wrong = key.slice(0, 16) + makeApiKey().key.slice(16)
  const found = await cache.find(key)
  expect(found).toMatchObject({ tenantId, prefix })
  expect(cache.find(key)).toEqual(found)
  expect(cache.find(wrong)).toBeUndefined()
  nowMs += 4_000
  expect(cache.find(key)).toBeInstanceOf(Promise)
})
