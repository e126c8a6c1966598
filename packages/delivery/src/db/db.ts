import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from './generated/client.ts'
import { shareDriver } from './run-statement.ts'
import { buildStatementNames } from './statement-names.ts'

/** Handle to Postgres: Prisma for the plain reads and writes, `$queryRaw` for the hot statements. */
export type Db = PrismaClient

/** The handle inside a transaction. Functions that must run in one take `Tx`, not `Db`. */
export type Tx = Prisma.TransactionClient

export { Prisma }

/** Settings of one pool. Times in milliseconds. */
export type DbSettings = {
  readonly url: string
  readonly maxConnections: number
  /** Shown in pg_stat_activity. */
  readonly applicationName: string
  readonly statementTimeoutMs?: number
  /**
   * Keeps one plan for each statement whatever its values, and never one that reads a table as a whole: a plan may be
   * made while a month's partition is empty. For pools whose few statements find rows by their ids: choosing a plan for
   * each call costs them more than running it. Not for searches.
   */
  readonly keepsPlans?: boolean
  /** Lets the server share one statement among its processes: for reports over many rows. */
  readonly usesHelpers?: boolean
}

// Compiling a statement takes the server a second or two, starting helpers for it ten milliseconds. Tables that were not
// analysed yet make short searches look so dear that it would.
const neverCompiles = '-c jit=off'
const noHelpers = '-c max_parallel_workers_per_gather=0'
const onePlan = '-c plan_cache_mode=force_generic_plan -c enable_seqscan=off'

/** What the server gets beyond its own limit to say that a statement was cut. */
const graceMs = 2_000

/**
 * Opens a pool of its own; connects on first use. Statements are cut after 5 s, waits for a
 * lock after 2 s and idle transactions after 10 s, so that a stuck client never holds others up. Close with `$disconnect()`.
 */
export function openDb(settings: DbSettings): Db {
  const { statementTimeoutMs = 5_000 } = settings
  const statementNameGenerator = buildStatementNames()
  const pool = {
    connectionString: settings.url,
    max: settings.maxConnections,
    application_name: settings.applicationName,
    statement_timeout: statementTimeoutMs,
    lock_timeout: 2_000,
    idle_in_transaction_session_timeout: 10_000,
    connectionTimeoutMillis: 3_000,
    keepAlive: true,
    options: optionsOf(settings),
  }
  const adapter = new PrismaPg(pool, { statementNameGenerator })
  const db = new PrismaClient({ adapter })
  shareDriver(db, adapter, { nameOf: statementNameGenerator, silenceMs: statementTimeoutMs + graceMs })
  return db
}

function optionsOf({ keepsPlans = false, usesHelpers = false }: DbSettings): string {
  return [neverCompiles, ...(usesHelpers ? [] : [noHelpers]), ...(keepsPlans ? [onePlan] : [])].join(' ')
}
