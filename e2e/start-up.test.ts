import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { createEmptyDatabase, createTestDatabase } from '@heliograph/testkit/database'
import { runSql } from '@heliograph/testkit/run-sql'
import { describe, expect, test } from 'vitest'

const mains = ['api', 'worker'].map(
  (app) => [app, fileURLToPath(new URL(`../apps/${app}/src/main.ts`, import.meta.url))] as const,
)

const settings = (databaseUrl: string) => ({
  DATABASE_URL: databaseUrl,
  HELIOGRAPH_SECRETS: 's'.repeat(40),
  TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_PHONE_NUMBER: '+15005550006',
  PORT: '0',
})

describe.each(mains)('%s', (_app, main) => {
  test('names every missing and malformed setting at once and opens nothing', async () => {
    const run = await runMain({
      main,
      env: { DATABASE_URL: 'mysql://x', TWILIO_ACCOUNT_SID: 'nope', HELIOGRAPH_SECRETS: 'short' },
    })
    expect(run.code).toBe(1)
    for (const name of [
      'DATABASE_URL',
      'TWILIO_ACCOUNT_SID',
      'TWILIO_AUTH_TOKEN',
      'TWILIO_PHONE_NUMBER',
      'HELIOGRAPH_SECRETS',
    ]) {
      expect(run.stderr).toContain(name)
    }
    expect(run.stderr).not.toContain('    at ')
  })

  test('refuses a database without its schema with one line', async () => {
    await using database = await createEmptyDatabase()
    const run = await runMain({ main, env: settings(database.url) })
    expect(run.code).toBe(1)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.stderr).toMatch(/npm run migrate/)
  })

  test('refuses a schema that is newer than it knows with one line', async () => {
    await using database = await createTestDatabase()
    await addFutureMigration(database.url)
    const run = await runMain({ main, env: settings(database.url) })
    expect(run.code).toBe(1)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.stderr).toMatch(/newer/)
  })

  test('says in one line that Postgres cannot be reached', async () => {
    const run = await runMain({ main, env: settings('postgresql://nobody@127.0.0.1:9/none') })
    expect(run.code).toBe(1)
    expect(run.stderr.trim().split('\n')).toHaveLength(1)
    expect(run.stderr).toMatch(/Postgres cannot be reached/)
  })
})

async function addFutureMigration(url: string): Promise<void> {
  await runSql(
    url,
    `INSERT INTO _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     VALUES ('future', 'none', '99991231000000_future', now(), now(), 1)`,
  )
}
