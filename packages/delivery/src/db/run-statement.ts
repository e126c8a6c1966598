import type { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import type { Db, Prisma, Tx } from './db.ts'
import { endSilentConnections } from './end-silence.ts'

// The statements that every message runs go to the pool beneath Prisma: taking a raw statement apart and putting
// its rows together costs Prisma two to four times what the driver itself needs.

type NameOf = (query: { readonly sql: string }) => string
type Driver = { readonly nameOf: NameOf; pool: pg.Pool | undefined }

const drivers = new WeakMap<object, Driver>()

/**
 * Lets `runStatement` use the pool of `db`. Prisma opens, mends and closes that pool as before; its connections are ended
 * when a statement hears nothing for `silenceMs`.
 */
export function shareDriver(
  db: Db,
  adapter: PrismaPg,
  { nameOf, silenceMs }: { readonly nameOf: NameOf; readonly silenceMs: number },
): void {
  const driver: Driver = { nameOf, pool: undefined }
  const connect = adapter.connect.bind(adapter)
  adapter.connect = async () => {
    const connection = await connect()
    const dispose = connection.dispose.bind(connection)
    connection.dispose = async () => {
      driver.pool = undefined
      await dispose()
    }
    driver.pool = connection.underlyingDriver()
    endSilentConnections(driver.pool, silenceMs)
    return connection
  }
  drivers.set(db, driver)
}

/**
 * Runs one statement and answers its rows: what `db.$queryRaw(statement)` does at a fraction of its cost, for columns
 * and values that mean the same to the driver and to Prisma: text, uuid, int, float, boolean, JSON, times and lists of
 * text. Inside a transaction it runs there. Rejects with the driver's own error, whose `code` is the SQLSTATE.
 */
export async function runStatement<Row extends object>(db: Db | Tx, statement: Prisma.Sql): Promise<Row[]> {
  const driver = drivers.get(db)
  if (driver === undefined) return db.$queryRaw<Row[]>(statement)
  if (driver.pool === undefined && '$connect' in db) await db.$connect()
  if (driver.pool === undefined) return db.$queryRaw<Row[]>(statement)
  const { text, values } = statement
  const name = driver.nameOf({ sql: text })
  const { rows } = await driver.pool.query<Row>({ name, text, values, types: plainTypes })
  return rows
}

const { INT8, NUMERIC } = pg.types.builtins

const plainTypes: pg.CustomTypesConfig = {
  getTypeParser: (type, format) =>
    type === INT8 || type === NUMERIC ? refuseWide : pg.types.getTypeParser(type, format),
}

/** The driver would answer these as text, which no type of ours says. */
function refuseWide(): never {
  throw new Error('the statement answers bigint or numeric: cast the column, or ask Prisma')
}
