import { type Db, Prisma } from '../db/db.ts'
import { plannedEachTime } from '../db/statement-names.ts'
import { branchesOf, endsAtFarBound, idAt, type Read, rowsOf } from './driver-statements.ts'
import { idRangeOf, type MessageFilter } from './message-filter.ts'
import { conditionsOf, pickDriver } from './search-messages.ts'

/** Most that is counted. */
const maxCounted = 10_000

/** Entries of one stretch of an index that counting reads at most. */
const maxLookedAt = 20_000

/**
 * How many messages a filter has, as text: the number, `10000+` when there are more than 10,000, and `37+` when
 * 37 were found among the first 20,000 entries of an index that goes on.
 */
export async function countMessages(deps: { readonly db: Db }, filter: MessageFilter): Promise<string> {
  const read: Read = {
    filter,
    order: 'desc',
    limit: maxLookedAt,
    ids: idRangeOf(filter),
    endsAtFarBound: await endsAtFarBound(deps.db),
  }
  const driver = await pickDriver(deps.db, read, 1)
  const branches = branchesOf(driver, filter)
  const rows = await deps.db.$queryRaw<{ counted: number; isCut: boolean }[]>`${Prisma.raw(plannedEachTime)}
    SELECT (SELECT count(*)::int FROM (
        SELECT FROM (${branches}) k CROSS JOIN LATERAL (
          SELECT FROM (${rowsOf(driver, read)}) m WHERE ${conditionsOf(driver, filter)}
          LIMIT ${maxCounted + 1}::int
        ) r LIMIT ${maxCounted + 1}::int
      ) c) AS counted,
      EXISTS (SELECT FROM (${branches}) k WHERE ${idAt(driver, read, maxLookedAt - 1)} IS NOT NULL) AS "isCut"`
  const { counted, isCut } = rows[0] ?? { counted: 0, isCut: false }
  if (counted > maxCounted) return `${maxCounted}+`
  return isCut ? `${counted}+` : String(counted)
}
