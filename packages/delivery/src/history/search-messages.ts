import { type Db, Prisma } from '../db/db.ts'
import { plannedEachTime } from '../db/statement-names.ts'
import { type MessageRow, messageColumns, messageJoins } from '../messages/message-queries.ts'
import {
  branchesOf,
  countBranches,
  endsAtFarBound,
  idAt,
  orderOf,
  type Read,
  rechecksOf,
  rowsOf,
} from './driver-statements.ts'
import { chooseDriver, type Driver, listDrivers } from './drivers.ts'
import { type IdRange, idRangeOf, type ListOrder, type MessageFilter, neighbourOf } from './message-filter.ts'

/** One page of a search. `afterId` continues behind that message. */
export type Search = {
  readonly filter: MessageFilter
  readonly order: ListOrder
  readonly limit: number
  readonly afterId?: string | undefined
}

/** `nextId` is what the next page continues after; undefined at the end. A page may be short and not the last. */
export type FoundPage = { readonly rows: readonly MessageRow[]; readonly nextId: string | undefined }

/**
 * Entries of the driving index that one page reads at most. So few that reading them in order looks cheaper to the
 * planner than collecting and sorting a stretch of more than some hundred rows.
 */
export const maxScanned = 500

/** How deep the drivers are compared. A driver with fewer entries is read whole in one page. */
const markDepth = 250

/**
 * The messages of a filter in order of creation, a page at a time. Reads one index in order and stops early:
 * never a sort of more than some rows, never more than `maxScanned` entries. Where few of many rows match, a
 * page is cut there and says where to go on.
 */
export async function searchMessages(deps: { readonly db: Db }, search: Search): Promise<FoundPage> {
  const { statement } = await planPage(deps, search)
  const found = await deps.db.$queryRaw<(MessageRow & { readonly scannedTo: string | null })[]>(statement)
  const scannedTo = found[0]?.scannedTo ?? undefined
  const isCovered = (id: string) =>
    scannedTo === undefined || (search.order === 'desc' ? id >= scannedTo : id <= scannedTo)
  const rows = found
    .filter(({ id }) => id !== null && isCovered(id))
    .map(({ scannedTo: _, ...row }): MessageRow => row)
  const page = rows.slice(0, search.limit)
  return { rows: page, nextId: rows.length > search.limit ? page.at(-1)?.id : scannedTo }
}

/** The statement of a page and what drives it: for `searchMessages`, and for measuring. */
export async function planPage(
  deps: { readonly db: Db },
  { filter, order, limit, afterId }: Search,
): Promise<{ readonly driver: Driver; readonly statement: Prisma.Sql }> {
  const read: Read = {
    filter,
    order,
    limit: maxScanned,
    ids: behind(idRangeOf(filter), order, afterId),
    endsAtFarBound: await endsAtFarBound(deps.db),
  }
  const driver = await pickDriver(deps.db, read, limit)
  const share = Math.ceil(maxScanned / countBranches(driver, filter))
  return { driver, statement: pageStatement(driver, { ...read, limit: share }, limit) }
}

/** Chooses the driver for a read; asks the database only when several could serve. */
export async function pickDriver(db: Db, read: Read, pageSize: number): Promise<Driver> {
  const drivers = listDrivers(read.filter, pageSize)
  if (drivers.length === 1) return drivers[0]
  const marks = drivers.map(
    (driver) => Prisma.sql`(
      SELECT mark.id FROM (${branchesOf(driver, read.filter)}) k
        CROSS JOIN LATERAL (SELECT ${idAt(driver, read, markDepth - 1)} AS id OFFSET 0) mark
      ORDER BY mark.id ${directionOf(read.order)} NULLS LAST LIMIT 1)`,
  )
  const rows = await db.$queryRaw<{ marks: (string | null)[] }[]>(
    Prisma.sql`${Prisma.raw(plannedEachTime)} SELECT ARRAY[${Prisma.join(marks)}]::text[] AS marks`,
  )
  return chooseDriver(drivers, rows[0]?.marks ?? [], read.order)
}

function behind(ids: IdRange, order: ListOrder, afterId: string | undefined): IdRange {
  if (afterId === undefined) return ids
  if (order === 'desc')
    return { from: ids.from, to: ids.to !== undefined && ids.to < afterId ? ids.to : afterId }
  const next = neighbourOf(afterId, 'above')
  return { to: ids.to, from: ids.from !== undefined && ids.from > next ? ids.from : next }
}

/**
 * The page of each branch and, where a branch was cut before its page was full, the entry it was cut at: from one
 * read, so that no message between two pages is lost. `scannedTo` is the first of those entries; rows behind it may
 * have others before them that nobody has looked at.
 */
function pageStatement(driver: Driver, read: Read, limit: number): Prisma.Sql {
  const direction = directionOf(read.order)
  return Prisma.sql`${Prisma.raw(plannedEachTime)}
    WITH found AS MATERIALIZED (
      SELECT r.* FROM (${branchesOf(driver, read.filter)}) k CROSS JOIN LATERAL (
        SELECT m.* FROM (
          SELECT m.*, row_number() OVER (ORDER BY ${orderOf(driver, read.order)}) AS nth, (${conditionsOf(driver, read.filter)}) AS fits
          FROM (${rowsOf(driver, read)}) m
        ) m WHERE m.fits OR m.nth = ${read.limit}::int
        ORDER BY ${orderOf(driver, read.order)} LIMIT ${limit + 1}::int
      ) r
    )
    SELECT (SELECT f.id FROM found f WHERE f.nth = ${read.limit}::int ORDER BY f.id ${direction} LIMIT 1) AS "scannedTo",
      ${messageColumns()}
    FROM (SELECT) one LEFT JOIN (
      SELECT f.* FROM found f WHERE f.fits ORDER BY f.id ${direction} LIMIT ${limit + 1}::int
    ) m ON true ${messageJoins()}
    ORDER BY m.id ${direction}`
}

/** What has to be checked row by row of `m`. */
export function conditionsOf(driver: Driver, filter: MessageFilter): Prisma.Sql {
  const rechecks = rechecksOf(driver, filter)
  return rechecks.length === 0 ? Prisma.sql`true` : Prisma.join([...rechecks], ' AND ')
}

function directionOf(order: ListOrder): Prisma.Sql {
  return order === 'desc' ? Prisma.sql`DESC` : Prisma.sql`ASC`
}
