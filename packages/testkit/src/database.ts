import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { runMain } from './child-process.ts'
import { eventually } from './eventually.ts'
import { getRunEnv, type RunEnv } from './run-env.ts'

const MIGRATE = fileURLToPath(new URL('../../delivery/bin/migrate.ts', import.meta.url))
// Any constant; held on the maintenance database while the template is made.
const TEMPLATE_LOCK = 7_210_441_121

/** A database of one test file. `drop()` throws when something still holds a connection to it. */
export type TestDatabase = {
  readonly url: string
  readonly drop: () => Promise<void>
  readonly [Symbol.asyncDispose]: () => Promise<void>
}

let count = 0

/**
 * Makes a migrated database for one test file, as a clone of a template. The template is made once per run
 * by whoever comes first; the others wait. Names begin with `hg_test_<run>_`.
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const env = getRunEnv()
  return await createDatabase(env.databaseUrl, async (admin) => {
    await ensureTemplate(admin, env)
    return `TEMPLATE ${templateOf(env)}`
  })
}

/** Makes a database with nothing in it, by default on the run's server. */
export async function createEmptyDatabase(serverUrl?: string): Promise<TestDatabase> {
  return await createDatabase(serverUrl ?? getRunEnv().databaseUrl, () =>
    Promise.resolve('TEMPLATE template0'),
  )
}

/** Drops every database of this run, the template included. For the end of the run. */
export async function dropRunDatabases(env: RunEnv): Promise<void> {
  await withAdmin(env.databaseUrl, async (admin) => {
    const { rows } = await admin.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefixOf(env)],
    )
    for (const { datname } of rows) await admin.query(`DROP DATABASE IF EXISTS ${datname} WITH (FORCE)`)
  })
}

async function createDatabase(
  serverUrl: string,
  prepare: (admin: pg.Client) => Promise<string>,
): Promise<TestDatabase> {
  count += 1
  const name = `${prefixOf(getRunEnv())}${process.pid}_${count}`
  await withAdmin(serverUrl, async (admin) => {
    await admin.query(`CREATE DATABASE ${name} ${await prepare(admin)}`)
  })
  const drop = (): Promise<void> => withAdmin(serverUrl, (admin) => dropUnlessInUse(admin, name))
  return { url: withDatabase(serverUrl, name), drop, [Symbol.asyncDispose]: drop }
}

async function ensureTemplate(admin: pg.Client, env: RunEnv): Promise<void> {
  const name = templateOf(env)
  await admin.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (rowCount !== 0) return
    // Migrated under another name first: a template that exists is a template that is complete.
    const unfinished = `${name}_unfinished`
    await admin.query(`DROP DATABASE IF EXISTS ${unfinished} WITH (FORCE)`)
    await admin.query(`CREATE DATABASE ${unfinished}`)
    await migrate(withDatabase(env.databaseUrl, unfinished))
    await admin.query(`ALTER DATABASE ${unfinished} RENAME TO ${name}`)
  } finally {
    await admin.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

/** The engine is spawned, not imported: the engine's own tests use this package. */
async function migrate(url: string): Promise<void> {
  const result = await runMain({ main: MIGRATE, env: { DATABASE_URL: url }, timeoutMs: 60_000 })
  if (result.code !== 0) throw new Error(`Migrating the template failed: ${result.stderr}`)
}

/** A connection that outlives its test is a leak: it would be the next deploy's "too many clients". */
async function dropUnlessInUse(admin: pg.Client, name: string): Promise<void> {
  try {
    await eventually(() => refuseOpenConnections(admin, name), { timeoutMs: 3_000 })
  } finally {
    await admin.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)
  }
}

async function refuseOpenConnections(admin: pg.Client, name: string): Promise<void> {
  const { rows } = await admin.query<{ application_name: string; query: string }>(
    "SELECT application_name, query FROM pg_stat_activity WHERE datname = $1 AND backend_type = 'client backend'",
    [name],
  )
  if (rows.length === 0) return
  const holders = rows.map((row) => `${row.application_name || 'unnamed'} (last: ${row.query})`)
  throw new Error(`${rows.length} connections to ${name} were left open: ${holders.join(', ')}`)
}

async function withAdmin<T>(serverUrl: string, work: (admin: pg.Client) => Promise<T>): Promise<T> {
  const admin = new pg.Client({
    connectionString: serverUrl,
    application_name: 'heliograph-testkit',
    connectionTimeoutMillis: 5_000,
  })
  await admin.connect()
  try {
    return await work(admin)
  } finally {
    await admin.end()
  }
}

function prefixOf(env: RunEnv): string {
  return `hg_test_${env.runId}_`
}

function templateOf(env: RunEnv): string {
  return `${prefixOf(env)}template`
}

function withDatabase(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.toString()
}
