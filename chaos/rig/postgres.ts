import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { eventually } from '@heliograph/testkit/eventually'
import { startLocalPostgres } from '@heliograph/testkit/local-postgres'
import { findPostgresBinaries } from '@heliograph/testkit/postgres-binaries'
import { runSql } from '@heliograph/testkit/run-sql'
import pg from 'pg'

const MIGRATE = fileURLToPath(new URL('../../packages/delivery/bin/migrate.ts', import.meta.url))
const template = 'heliograph_template'

/** The Postgres of a run, with a migrated template. */
export type Postgres = {
  readonly port: number
  /** Makes a database from the template and answers its URL. Commits in it are synchronous, as in production. */
  readonly createDatabase: (name: string) => Promise<string>
  /** Makes a database with nothing in it. */
  readonly createEmptyDatabase: (name: string) => Promise<string>
  readonly dropDatabase: (name: string) => Promise<void>
  /**
   * Kills a server process: Postgres drops every connection and shared memory, and recovers from its log, as
   * after an immediate restart. Resolves when it answers again.
   */
  readonly crash: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts the newest Postgres of this machine. */
export async function startPostgres(): Promise<Postgres> {
  const [newest] = await findPostgresBinaries()
  if (newest === undefined)
    throw new Error('chaos starts its own Postgres and found no server of version 15 or newer')
  const server = await startLocalPostgres(newest)
  const urlOf = (name: string) => Object.assign(new URL(server.url), { pathname: `/${name}` }).toString()
  const admin = (statement: string) => runSql(server.url, statement)
  const create = async (name: string, from: string) => {
    await admin(`CREATE DATABASE ${name} TEMPLATE ${from}`)
    await admin(`ALTER DATABASE ${name} SET synchronous_commit = on`)
    return urlOf(name)
  }
  try {
    await admin(`CREATE DATABASE ${template}`)
    const run = await runMain({ main: MIGRATE, env: { DATABASE_URL: urlOf(template) } })
    if (run.code !== 0) throw new Error(`migrating failed: ${run.stderr}`)
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    port: Number(new URL(server.url).port),
    createDatabase: (name) => create(name, template),
    createEmptyDatabase: (name) => create(name, 'template0'),
    dropDatabase: async (name) => void (await admin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
    crash: () => crash(server.url),
    stop: server.stop,
  }
}

async function crash(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 })
  client.on('error', () => undefined)
  await client.connect()
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid')
  const pid = rows[0]?.pid
  if (pid === undefined) throw new Error('Postgres named no process')
  process.kill(pid, 'SIGKILL')
  await client.end().catch(() => undefined)
  await eventually(() => runSql(url, 'SELECT 1'), { timeoutMs: 30_000, everyMs: 50 })
}
