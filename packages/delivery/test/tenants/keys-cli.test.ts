import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Db, openDb } from '../../src/db/db.ts'
import { findApiKey } from '../../src/tenants/find-api-key.ts'
import { OPERATOR_SCOPES, SCOPES } from '../../src/tenants/scopes.ts'

const KEYS = fileURLToPath(new URL('../../bin/keys.ts', import.meta.url))
const KEY = /hg_[0-9A-Za-z]{12}_[0-9A-Za-z]{40}/

let database: TestDatabase
let db: Db
let dir: string

beforeAll(async () => {
  database = await createTestDatabase()
  db = openDb({ url: database.url, maxConnections: 2, applicationName: 'keys-cli-test' })
  dir = await mkdtemp(join(tmpdir(), 'hg-test-keys-'))
})

afterAll(async () => {
  await db.$disconnect()
  await database.drop()
  await rm(dir, { recursive: true })
})

function keys(args: string[], url = database.url): ReturnType<typeof runMain> {
  return runMain({ main: KEYS, args, env: { DATABASE_URL: url } })
}

test('create shows a key once that works with its scopes and expiry; list never shows it', async () => {
  const args = [
    'create',
    '--name',
    'shop',
    '--tenant',
    'acme',
    '--expires',
    '90d',
    '--scopes',
    'messages:read',
    '--json',
  ]
  const created = await keys(args)
  expect(created).toMatchObject({ code: 0, stderr: '' })
  const { key, prefix, expiresAt } = JSON.parse(created.stdout)
  expect(await findApiKey(db, key)).toMatchObject({ scopes: ['messages:read'] })
  const listed = await keys(['list', '--json'])
  expect(JSON.parse(listed.stdout)).toContainEqual(
    expect.objectContaining({ prefix, name: 'shop', tenant: 'acme', state: 'active', expiresAt }),
  )
  expect(listed.stdout + (await keys(['list'])).stdout).not.toMatch(KEY)
})

test('create in words prints the key alone on the first line', async () => {
  const { stdout } = await keys(['create', '--name', 'worded'])
  const [first = ''] = stdout.split('\n')
  expect(await findApiKey(db, first)).toMatchObject({ scopes: SCOPES })
  expect(stdout).toContain('shown this once')
})

test('revoke ends a key; an unknown prefix is an error', async () => {
  const { key, prefix } = JSON.parse((await keys(['create', '--name', 'gone', '--json'])).stdout)
  expect(await keys(['revoke', '--prefix', prefix])).toMatchObject({ code: 0, stdout: `${prefix} revoked\n` })
  expect(await findApiKey(db, key)).toBeUndefined()
  expect(await keys(['revoke', '--prefix', 'zzzzzzzzzzzz'])).toMatchObject({
    code: 1,
    stderr: 'keys: There is no key with the prefix zzzzzzzzzzzz\n',
  })
})

test('rotate shows a new secret of the same prefix; the old one works until its overlap is over', async () => {
  const { key, prefix } = JSON.parse((await keys(['create', '--name', 'turned', '--json'])).stdout)
  const rotated = await keys(['rotate', '--prefix', prefix, '--overlap', '2d'])
  expect(rotated).toMatchObject({ code: 0, stderr: '' })
  const [fresh = ''] = rotated.stdout.split('\n')
  expect(fresh).toMatch(new RegExp(`^hg_${prefix}_`))
  expect(await findApiKey(db, fresh)).toBeDefined()
  expect(await findApiKey(db, key)).toBeDefined()
  await keys(['rotate', '--prefix', prefix, '--overlap', '0'])
  expect(await findApiKey(db, key)).toBeUndefined()
  expect((await keys(['rotate', '--prefix', 'zzzzzzzzzzzz'])).stderr).toBe(
    'keys: There is no key with the prefix zzzzzzzzzzzz\n',
  )
})

test('an operator key belongs to no tenant and may all but send', async () => {
  const { key, tenant } = JSON.parse((await keys(['create', '--name', 'ops', '--operator', '--json'])).stdout)
  expect(tenant).toBeNull()
  expect(await findApiKey(db, key)).toMatchObject({ isOperator: true, scopes: OPERATOR_SCOPES })
  expect((await keys(['list'])).stdout).toContain('(operator)')
})

test('what the command line does is in the audit log, and verify-audit finds a changed line', async () => {
  expect((await keys(['verify-audit'])).stdout).toMatch(
    /^The audit log is intact: \d+ lines; the last one is/,
  )
  const { prefix } = JSON.parse(
    (await keys(['create', '--name', 'told', '--tenant', 'told', '--json'])).stdout,
  )
  const lines = await db.auditLog.findMany({ orderBy: { seq: 'desc' }, take: 2 })
  expect(lines.map(({ action, actor }) => [action, actor])).toEqual([
    ['key.created', 'cli'],
    ['tenant.created', 'cli'],
  ])
  expect(lines[0]?.details).toMatchObject({ prefix, name: 'told' })
  expect(await keys(['trim-audit', '--older-than', '400d'])).toMatchObject({ code: 0 })
  await db.$executeRaw`ALTER TABLE audit_log DISABLE TRIGGER ALL`
  await db.$executeRaw`UPDATE audit_log SET target = 'other' WHERE seq = 2`
  await db.$executeRaw`ALTER TABLE audit_log ENABLE TRIGGER ALL`
  const broken = await keys(['verify-audit'])
  expect(broken).toMatchObject({ code: 1, stdout: '' })
  expect(broken.stderr).toMatch(/^keys: The audit log is broken at line 2 \([0-9a-f-]+\): its content/)
})

test('ensure makes a key in a file for its owner alone, keeps it while it works, and prints no secret', async () => {
  const file = join(dir, 'below', 'demo-key')
  const first = await keys(['ensure', '--name', 'demo', '--file', file])
  expect(first).toMatchObject({ code: 0, stdout: `made the key in ${file}\n`, stderr: '' })
  const key = (await readFile(file, 'utf8')).trim()
  expect(await findApiKey(db, key)).toBeDefined()
  await chmod(file, 0o644)
  expect(await keys(['ensure', '--name', 'demo', '--file', file])).toMatchObject({
    code: 0,
    stdout: `kept the key in ${file}\n`,
  })
  expect((await readFile(file, 'utf8')).trim()).toBe(key)
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(await readdir(join(dir, 'below'))).toEqual(['demo-key'])
})

test('ensure replaces a key that this database does not know, was revoked or is no key at all', async () => {
  const file = join(dir, 'replaced')
  for (const content of ['no key', `hg_abcdefghijkl_${'a'.repeat(40)}`]) {
    await writeFile(file, content, { mode: 0o644 })
    expect((await keys(['ensure', '--name', 'demo', '--file', file])).stdout).toBe(
      `made the key in ${file}\n`,
    )
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  }
  const key = (await readFile(file, 'utf8')).trim()
  await keys(['revoke', '--prefix', key.slice(3, 15)])
  expect((await keys(['ensure', '--name', 'demo', '--file', file])).stdout).toBe(`made the key in ${file}\n`)
})

test.for([
  [
    ['fly'],
    'Unknown command "fly": use create, list, revoke, rotate, verify-audit, trim-audit, ensure (see --help)',
  ],
  [['rotate'], 'rotate needs --prefix: the 12 characters between the underscores of hg_PREFIX_…'],
  [
    ['rotate', '--prefix', 'abcdefghijkl', '--overlap', '8d'],
    '--overlap must be 0 or like 30m, 12h or 2d, and at most 7d',
  ],
  [['trim-audit', '--older-than', '89d'], 'trim-audit needs --older-than, like 400d, at least 90d'],
  [['create', '--name', 'a', '--operator', '--tenant', 'b'], '--operator and --tenant exclude each other'],
  [
    ['create', '--name', 'a', '--operator', '--scopes', 'messages:write'],
    `--scopes must be a comma list of ${OPERATOR_SCOPES.join(', ')}`,
  ],
  [['create'], 'create needs --name, a word for who uses the key'],
  [
    ['create', '--name', 'a', '--expires', 'soon'],
    '--expires must be like 30m, 12h or 90d, and at most 3650d',
  ],
  [['create', '--name', 'a', '--scopes', 'root'], `--scopes must be a comma list of ${SCOPES.join(', ')}`],
  [['list', '--name', 'a'], 'list does not take --name (see --help)'],
  [['ensure', '--name', 'a'], 'ensure needs --name and --file'],
] as const)('wrong usage %j is one line with exit code 2', async ([args, problem]) => {
  expect(await keys([...args])).toMatchObject({ code: 2, stdout: '', stderr: `keys: ${problem}\n` })
})

test('a whole key given to revoke is refused without being repeated', async () => {
  const whole = `hg_abcdefghijkl_${'b'.repeat(40)}`
  const result = await keys(['revoke', '--prefix', whole])
  expect(result.code).toBe(2)
  expect(result.stderr).not.toContain('b'.repeat(40))
})

test('a database that is away or not migrated is one line with exit code 1', async () => {
  await using empty = await createEmptyDatabase()
  const unmigrated = await keys(['list'], empty.url)
  expect(unmigrated.code).toBe(1)
  expect(unmigrated.stderr).toMatch(/^keys: The database schema is older[^\n]*npm run migrate[^\n]*\n$/)
  const away = await keys(['list'], 'postgresql://postgres@127.0.0.1:1/none')
  expect(away.code).toBe(1)
  expect(away.stderr).toBe("keys: Can't reach database server at 127.0.0.1:1\n")
})
