import { createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { listAudit } from '../../src/audit/list-audit.ts'
import { trimAudit } from '../../src/audit/trim-audit.ts'
import { verifyAudit } from '../../src/audit/verify-audit.ts'
import { cliSource, writeAudit } from '../../src/audit/write-audit.ts'
import { type Db, openDb } from '../../src/db/db.ts'
import { changeTenant, createTenant } from '../../src/tenants/change-tenant.ts'
import { issueApiKey } from '../../src/tenants/create-api-key.ts'
import { revokeApiKeyAnyTenant } from '../../src/tenants/revoke-api-key.ts'

let database: TestDatabase
let db: Db

beforeEach(async () => {
  database = await createTestDatabase()
  db = openDb({ url: database.url, maxConnections: 10, applicationName: 'audit-test' })
})

afterEach(async () => {
  await db.$disconnect()
  await database.drop()
})

async function write(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    await writeAudit(db, {
      ...cliSource,
      tenantId: null,
      action: 'tenant.created',
      target: `t${n}`,
      details: { n },
    })
  }
}

/** What somebody with all rights on the database does. */
async function tamper(...statements: string[]): Promise<void> {
  await db.$executeRawUnsafe('ALTER TABLE audit_log DISABLE TRIGGER ALL')
  for (const statement of statements) await db.$executeRawUnsafe(statement)
  await db.$executeRawUnsafe('ALTER TABLE audit_log ENABLE TRIGGER ALL')
}

test('lines cannot be changed, deleted or truncated', async () => {
  await write(2)
  for (const statement of [
    "UPDATE audit_log SET action = 'x' WHERE seq = 1",
    'UPDATE audit_log SET target = target WHERE false',
    'DELETE FROM audit_log WHERE seq = 2',
    'TRUNCATE audit_log',
  ]) {
    await expect(db.$executeRawUnsafe(statement)).rejects.toThrow(/append-only/)
  }
  expect(await verifyAudit(db)).toMatchObject({ kind: 'intact', lines: 2 })
})

test('place, time and hash come from the database, whatever is given', async () => {
  await db.$executeRaw`
    INSERT INTO audit_log (id, seq, at, actor, action, previous_hash, hash)
    VALUES (gen_random_uuid(), 77, '2001-01-01', 'cli', 'tenant.created', '\\x00', '\\x01')`
  const { rows } = await listAudit(db, { tenantId: undefined }, { limit: 10, beforeId: undefined })
  expect(rows[0]?.seq).toBe(1n)
  expect(rows[0]?.at.getFullYear()).toBeGreaterThan(2_001)
  expect(await verifyAudit(db)).toMatchObject({ kind: 'intact', lines: 1 })
})

test('writers side by side make one chain without gaps, page by page', async () => {
  await Promise.all([1, 2, 3, 4, 5, 6, 7, 8].map(() => write(5)))
  for (const pageSize of [1, 7, 40, 1_000]) {
    expect(await verifyAudit(db, pageSize)).toMatchObject({ kind: 'intact', lines: 40, head: { seq: 40n } })
  }
})

test('a session in another time zone computes the same hashes', async () => {
  await write(3)
  const name = new URL(database.url).pathname.slice(1)
  await db.$executeRawUnsafe(`ALTER DATABASE "${name}" SET timezone = 'Asia/Kathmandu'`)
  const elsewhere = openDb({ url: database.url, maxConnections: 1, applicationName: 'audit-elsewhere' })
  try {
    expect(await elsewhere.$queryRaw`SHOW timezone`).toEqual([{ TimeZone: 'Asia/Kathmandu' }])
    expect(await verifyAudit(elsewhere)).toMatchObject({ kind: 'intact', lines: 3 })
  } finally {
    await elsewhere.$disconnect()
  }
})

test('an empty log is intact', async () => {
  expect(await verifyAudit(db)).toEqual({ kind: 'intact', lines: 0, head: undefined })
})

test.for([
  ['a changed detail', `UPDATE audit_log SET details = '{"n":9}' WHERE seq = 3`, 3n, /content/],
  ['a moved time', "UPDATE audit_log SET at = at + interval '1 millisecond' WHERE seq = 3", 3n, /content/],
  ['a cleared tenant', 'UPDATE audit_log SET tenant_id = gen_random_uuid() WHERE seq = 3', 3n, /content/],
  ['a line taken out', 'DELETE FROM audit_log WHERE seq = 3', 4n, /missing/],
  ['the first lines taken out', 'DELETE FROM audit_log WHERE seq < 3', 3n, /missing/],
  [
    'a line changed with its own hash recomputed',
    `UPDATE audit_log SET target = 'x' WHERE seq = 3;
     UPDATE audit_log a SET hash = audit_row_hash(a) WHERE seq = 3`,
    4n,
    /follow/,
  ],
] as const)('%s is found at its line', async ([, statements, seq, reason]) => {
  await write(5)
  await tamper(...statements.split(';'))
  const verdict = await verifyAudit(db, 2)
  expect(verdict).toMatchObject({ kind: 'broken', seq })
  expect(verdict).toHaveProperty('reason', expect.stringMatching(reason))
})

test('old lines can be trimmed, young ones cannot, and the rest still verifies', async () => {
  await write(4)
  expect(await trimAudit(db, 90)).toBe(0)
  await expect(db.$executeRaw`SELECT trim_audit_log(gen_random_uuid(), now())`).rejects.toThrow(/append-only/)
  const pretending = db.$transaction([
    db.$executeRaw`SELECT set_config('heliograph.trims_audit', 'on', true)`,
    db.$executeRaw`DELETE FROM audit_log`,
  ])
  await expect(pretending).rejects.toThrow(/append-only/)
  await tamper(
    "UPDATE audit_log SET at = at - interval '91 days' WHERE seq <= 2",
    'UPDATE audit_log a SET hash = audit_row_hash(a) WHERE seq = 1',
    'UPDATE audit_log SET previous_hash = (SELECT hash FROM audit_log WHERE seq = 1) WHERE seq = 2',
    'UPDATE audit_log a SET hash = audit_row_hash(a) WHERE seq = 2',
    'UPDATE audit_log SET previous_hash = (SELECT hash FROM audit_log WHERE seq = 2) WHERE seq = 3',
    'UPDATE audit_log a SET hash = audit_row_hash(a) WHERE seq = 3',
    'UPDATE audit_log SET previous_hash = (SELECT hash FROM audit_log WHERE seq = 3) WHERE seq = 4',
    'UPDATE audit_log a SET hash = audit_row_hash(a) WHERE seq = 4',
  )
  expect(await verifyAudit(db)).toMatchObject({ kind: 'intact', lines: 4 })
  expect(await trimAudit(db, 90)).toBe(2)
  expect(await verifyAudit(db)).toMatchObject({ kind: 'intact', lines: 3, head: { seq: 5n } })
  await tamper('DELETE FROM audit_log WHERE seq = 3')
  expect(await verifyAudit(db)).toMatchObject({ kind: 'broken', seq: 4n })
})

test('keys and tenants leave a line each, in the transaction that changes them and without secrets', async () => {
  const made = await db.$transaction(async (tx) => {
    const tenant = await createTenant(tx, { name: 'acme', defaultPolicy: 'confirmed' }, cliSource)
    if (tenant.kind !== 'done') throw new Error(tenant.kind)
    const { id } = tenant.tenant
    return {
      id,
      ...(await issueApiKey(tx, { tenantId: id, name: 'shop', scopes: ['messages:read'] }, cliSource)),
    }
  })
  await revokeApiKeyAnyTenant(db, made.prefix, cliSource)
  await db.$transaction((tx) => changeTenant(tx, { id: made.id, change: { isActive: false } }, cliSource))
  const undone = db.$transaction(async (tx) => {
    await changeTenant(tx, { id: made.id, change: { isActive: true } }, cliSource)
    throw new Error('undone')
  })
  await expect(undone).rejects.toThrow('undone')
  const { rows } = await listAudit(db, { tenantId: made.id }, { limit: 10, beforeId: undefined })
  expect(rows.map(({ action }) => action)).toEqual([
    'tenant.changed',
    'key.revoked',
    'key.created',
    'tenant.created',
  ])
  expect(rows[0]?.details).toEqual({ isActive: false })
  expect(
    JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
  ).not.toContain(made.key.slice(16))
  expect(await verifyAudit(db)).toMatchObject({ kind: 'intact', lines: 4 })
})
