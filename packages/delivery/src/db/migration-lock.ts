import pg from 'pg'
import { MigrationError } from './migration-error.ts'

// Any constant will do; it must differ from 72707369, which the schema engine itself takes inside.
const LOCK_KEY = 7_210_441_120

/**
 * Runs `work` while no other runner migrates this database. The lock belongs to a connection of its own,
 * so a crashed runner frees it. Throws a `MigrationError` when the database cannot be reached or the lock
 * is not free within `timeoutMs`.
 */
export async function withMigrationLock<T>(
  url: string,
  timeoutMs: number,
  work: () => Promise<T>,
): Promise<T> {
  const client = await connect(url)
  try {
    await client.query(`SET lock_timeout = ${Math.max(1, Math.trunc(timeoutMs))}`)
    await client
      .query('SELECT pg_advisory_lock($1)', [LOCK_KEY])
      .catch((error) => notLocked(error, timeoutMs))
    return await work()
  } finally {
    await client.end()
  }
}

async function connect(url: string): Promise<pg.Client> {
  let client: pg.Client | undefined
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: 'heliograph-migrate-lock',
      connectionTimeoutMillis: 5_000,
      keepAlive: true,
    })
    // A lost lock connection shows as a failed statement of the run; the event itself must not kill the process.
    client.on('error', () => undefined)
    await client.connect()
    return client
  } catch (error) {
    await client?.end().catch(() => undefined)
    throw new MigrationError('database_unreachable', `Cannot reach the database: ${reason(error)}`, {
      cause: error,
    })
  }
}

function notLocked(error: unknown, timeoutMs: number): never {
  // 55P03 is lock_not_available, what lock_timeout raises.
  if (!(error instanceof pg.DatabaseError) || error.code !== '55P03') throw error
  throw new MigrationError(
    'lock_timeout',
    `Another migration of this database has been running for ${timeoutMs / 1_000} s; try again when it is done.`,
    { cause: error },
  )
}

/** Node reports a refused dual-stack connect as an AggregateError without a message of its own. */
function reason(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reason(error.errors[0])
  return error instanceof Error ? error.message : String(error)
}
