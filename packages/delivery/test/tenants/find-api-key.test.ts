import { createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { cliSource } from '../../src/audit/write-audit.ts'
import { type Db, openDb } from '../../src/db/db.ts'
import { hashApiKey, makeApiKey } from '../../src/tenants/api-key.ts'
import { type CreatedApiKey, createApiKey } from '../../src/tenants/create-api-key.ts'
import { ensureTenant } from '../../src/tenants/ensure-tenant.ts'
import { findApiKey } from '../../src/tenants/find-api-key.ts'
import { revokeApiKeyAnyTenant } from '../../src/tenants/revoke-api-key.ts'
import { rotateApiKeyAnyTenant } from '../../src/tenants/rotate-api-key.ts'

let database: TestDatabase
let db: Db
let tenantId: string

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb({ url: database.url, maxConnections: 5, applicationName: 'api-key-test' })
  tenantId = await ensureTenant(db)
})

afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

function create(expiresInMs?: number): Promise<CreatedApiKey> {
  const draft = { tenantId, name: 'test', scopes: ['messages:read'] as const }
  return createApiKey(db, expiresInMs === undefined ? draft : { ...draft, expiresInMs })
}

async function lastUsedAt(keyId: string): Promise<Date | null> {
  return (await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })).lastUsedAt
}

test('a live key answers its tenant, its id and its scopes', async () => {
  const { key, keyId, prefix } = await create()
  expect(await findApiKey(db, key)).toEqual({
    tenantId,
    keyId,
    prefix,
    scopes: ['messages:read'],
    isOperator: false,
  })
})

test('a key without a tenant is an operator; the database lets it never send', async () => {
  const draft = { tenantId: null, name: 'ops', scopes: ['messages:read', 'admin'] as const }
  const { key } = await createApiKey(db, draft)
  expect(await findApiKey(db, key)).toMatchObject({ tenantId: null, isOperator: true })
  await expect(createApiKey(db, { ...draft, scopes: ['messages:write'] })).rejects.toThrow(
    /api_key_operator_check/,
  )
})

test('the keys of an inactive tenant open nothing until it is active again', async () => {
  const idle = await ensureTenant(db, 'idle')
  const { key } = await createApiKey(db, { tenantId: idle, name: 'test', scopes: ['messages:read'] })
  await db.tenant.update({ where: { id: idle }, data: { isActive: false } })
  expect(await findApiKey(db, key)).toBeUndefined()
  await db.tenant.update({ where: { id: idle }, data: { isActive: true } })
  expect(await findApiKey(db, key)).toBeDefined()
})

test('after a rotation both secrets work until the overlap is over; another rotation ends the first', async () => {
  const { key: first, prefix, keyId } = await create()
  const rotate = async (overlapSeconds: number): Promise<string> => {
    const result = await db.$transaction((tx) =>
      rotateApiKeyAnyTenant(tx, { prefix, overlapSeconds }, cliSource),
    )
    if (result.kind !== 'rotated') throw new Error(result.kind)
    return result.key
  }
  const second = await rotate(3_600)
  expect(second.slice(0, 15)).toBe(first.slice(0, 15))
  expect(await findApiKey(db, first)).toMatchObject({ keyId })
  expect(await findApiKey(db, second)).toMatchObject({ keyId })
  await db.$executeRaw`
    UPDATE api_key SET previous_expires_at = now() - interval '1 millisecond' WHERE id = ${keyId}::uuid`
  expect(await findApiKey(db, first)).toBeUndefined()
  const third = await rotate(3_600)
  const fourth = await rotate(0)
  expect(await findApiKey(db, second)).toBeUndefined()
  expect(await findApiKey(db, third)).toBeUndefined()
  expect(await findApiKey(db, fourth)).toMatchObject({ keyId })
})

test('a revoked or expired key gets no new secret', async () => {
  const { prefix } = await create()
  await revokeApiKeyAnyTenant(db, prefix, cliSource)
  const result = await db.$transaction((tx) =>
    rotateApiKeyAnyTenant(tx, { prefix, overlapSeconds: 0 }, cliSource),
  )
  expect(result).toEqual({ kind: 'not_active' })
})

test('the database keeps the hash and nothing that opens the door', async () => {
  const { key, keyId } = await create()
  const [row] = await db.$queryRaw<{ text: string; hash: Uint8Array }[]>`
    SELECT k::text AS text, hash FROM api_key k WHERE id = ${keyId}::uuid`
  expect(row?.text).not.toContain(key.slice(16))
  expect(row?.text).not.toContain(Buffer.from(key).toString('hex'))
  expect(Buffer.from(row?.hash ?? [])).toEqual(Buffer.from(hashApiKey(key)))
})

test('an unknown key, a wrong secret behind a known prefix, and a malformed key are refused', async () => {
  const { key } = await create()
  const wrongSecret = key.slice(0, 16) + makeApiKey().key.slice(16)
  expect(await findApiKey(db, makeApiKey().key)).toBeUndefined()
  expect(await findApiKey(db, wrongSecret)).toBeUndefined()
  expect(await findApiKey(db, `${key}x`)).toBeUndefined()
  expect(await findApiKey(db, '')).toBeUndefined()
})

test('a stored hash of all zeros opens nothing', async () => {
  const { prefix, keyId } = await create()
  await db.apiKey.update({ where: { id: keyId }, data: { hash: new Uint8Array(32) } })
  expect(await findApiKey(db, `hg_${prefix}_${'a'.repeat(40)}`)).toBeUndefined()
})

test('a revoked key is refused from then on, and revoking again keeps the first time', async () => {
  const { key, prefix, keyId } = await create()
  expect(await revokeApiKeyAnyTenant(db, prefix, cliSource)).toEqual({ kind: 'revoked' })
  expect(await findApiKey(db, key)).toBeUndefined()
  const { revokedAt } = await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })
  expect(await revokeApiKeyAnyTenant(db, prefix, cliSource)).toEqual({ kind: 'already_revoked' })
  expect((await db.apiKey.findUniqueOrThrow({ where: { id: keyId } })).revokedAt).toEqual(revokedAt)
  expect(await revokeApiKeyAnyTenant(db, 'zzzzzzzzzzzz', cliSource)).toEqual({ kind: 'unknown' })
})

test('a key is live until its expiry on the database clock and not after', async () => {
  const { key, keyId, expiresAt } = await create(3_600_000)
  expect(await findApiKey(db, key)).toBeDefined()
  const [row] = await db.$queryRaw<{ seconds: number }[]>`
    SELECT extract(epoch FROM expires_at - created_at)::float8 AS seconds FROM api_key WHERE id = ${keyId}::uuid`
  expect(row?.seconds).toBeCloseTo(3_600, 1)
  expect(expiresAt).toBeInstanceOf(Date)
  await db.$executeRaw`UPDATE api_key SET expires_at = now() - interval '1 millisecond' WHERE id = ${keyId}::uuid`
  expect(await findApiKey(db, key)).toBeUndefined()
})

test('the last use is noted at first, then at most once a minute', async () => {
  const { key, keyId } = await create()
  expect(await lastUsedAt(keyId)).toBeNull()
  await findApiKey(db, key)
  const first = await lastUsedAt(keyId)
  expect(first).toBeInstanceOf(Date)
  await findApiKey(db, key)
  expect(await lastUsedAt(keyId)).toEqual(first)
  await db.$executeRaw`UPDATE api_key SET last_used_at = now() - interval '61 seconds' WHERE id = ${keyId}::uuid`
  await findApiKey(db, key)
  expect(Number(await lastUsedAt(keyId))).toBeGreaterThanOrEqual(Number(first))
})

test('a refused key notes no use', async () => {
  const { key, prefix, keyId } = await create()
  await revokeApiKeyAnyTenant(db, prefix, cliSource)
  await findApiKey(db, key)
  expect(await lastUsedAt(keyId)).toBeNull()
})

test('a tenant is made once, whoever asks first', async () => {
  const ids = await Promise.all([1, 2, 3, 4].map(() => ensureTenant(db, 'acme')))
  expect(new Set(ids).size).toBe(1)
  expect(await ensureTenant(db, 'other')).not.toBe(ids[0])
})
