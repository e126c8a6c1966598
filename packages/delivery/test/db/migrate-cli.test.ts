import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { createEmptyDatabase, createTestDatabase } from '@heliograph/testkit/database'
import { expect, test } from 'vitest'
import { listMigrationNames, MIGRATIONS_DIR } from '../../src/db/migration-files.ts'

const MIGRATE = fileURLToPath(new URL('../../bin/migrate.ts', import.meta.url))

function migrate(args: string[], url?: string): ReturnType<typeof runMain> {
  return runMain({ main: MIGRATE, args, env: url === undefined ? {} : { DATABASE_URL: url } })
}

test('the command prints each migration it applied, then "up to date", and ends without lingering', async () => {
  await using database = await createEmptyDatabase()
  const names = await listMigrationNames(MIGRATIONS_DIR)
  const startedAt = performance.now()
  expect(await migrate([], database.url)).toEqual({
    code: 0,
    signal: null,
    stdout: names.map((name) => `applied ${name}\n`).join(''),
    stderr: '',
  })
  expect(await migrate([], database.url)).toMatchObject({ code: 0, stdout: 'up to date\n' })
  // The engine leaves a timer of 10 s behind when nobody clears it.
  expect(performance.now() - startedAt).toBeLessThan(9_000)
})

test('every problem is one line on stderr, and wrong usage has an exit code of its own', async () => {
  expect(await migrate([])).toMatchObject({
    code: 2,
    stderr: 'migrate: DATABASE_URL is not set (see --help)\n',
  })
  expect(await migrate([], 'mysql://host/db')).toMatchObject({
    code: 2,
    stderr: 'migrate: DATABASE_URL must be like postgresql://user:password@host:5432/database\n',
  })
  expect(await migrate([], 'postgresql://postgres@127.0.0.1:1/none')).toMatchObject({
    code: 1,
    stderr: 'migrate: Cannot reach the database: connect ECONNREFUSED 127.0.0.1:1\n',
  })
  const unknown = await migrate(['--force'])
  expect(unknown.code).toBe(2)
  expect(unknown.stderr).toMatch(/^migrate: Unknown option '--force'[^\n]*\n$/)
})

test('--help needs no database', async () => {
  const help = await migrate(['--help'])
  expect(help).toMatchObject({ code: 0, stderr: '' })
  expect(help.stdout).toContain('DATABASE_URL')
})

test('--rolled-back refuses a migration that did not fail', async () => {
  await using database = await createTestDatabase()
  const [name = ''] = await listMigrationNames(MIGRATIONS_DIR)
  for (const given of [name, '20000101000000_none']) {
    const result = await migrate(['--rolled-back', given], database.url)
    expect(result).toMatchObject({ code: 1, stdout: '' })
    expect(result.stderr).toMatch(/^migrate: [^\n]+\n$/)
    expect(result.stderr).toContain(given)
  }
})
