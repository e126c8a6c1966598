import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { type Db, Prisma } from '../db/db.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'
import { plannedEachTime } from '../db/statement-names.ts'
import { acceptedIn, idIn } from './accepted-in.ts'

/** How many messages of one status a group has. `key` is null in the dimension `all`. */
export type CountRow = {
  readonly dimension: 'all' | 'error_class' | 'provider' | 'sender' | 'time'
  readonly key: string | null
  readonly status: string | null
  readonly messages: number
}

/** Seconds from acceptance (or sendAt) to hand-over and to delivery. Percentiles are null without messages. */
export type LatencyRow = {
  readonly submittedCount: number
  readonly submitted: readonly number[] | null
  readonly deliveredCount: number
  readonly delivered: readonly number[] | null
}

/** `too_large`: more messages than a report may count, or more than the database counts in time. */
export type MessageStats =
  | { readonly kind: 'counted'; readonly counts: readonly CountRow[]; readonly latency: LatencyRow }
  | { readonly kind: 'too_large' }

/** What a range holds differs by millions, so no plan is kept. */
const plan = Prisma.raw(plannedEachTime)

type Deps = { readonly db: Db; readonly maxMessages: number }
type Selection = {
  readonly tenantId: string
  readonly range: ReportRange
  readonly interval: 'hour' | 'day'
}

/**
 * Counts the tenant's messages of a range straight from their rows, so that every late receipt is in. The
 * number of rows is bounded before they are read. docs/adr/015 tells why there are no stored sums.
 */
export async function countMessages(deps: Deps, selection: Selection): Promise<MessageStats> {
  const { db, maxMessages } = deps
  const { tenantId, range } = selection
  const where = acceptedIn(tenantId, range)
  try {
    const [bound] = await db.$queryRaw<{ rows: number }[]>`${plan}
      SELECT count(*)::int AS rows FROM (SELECT 1 FROM mms_log WHERE ${idIn(tenantId, range)} LIMIT ${maxMessages + 1}::int) AS found`
    if ((bound?.rows ?? 0) > maxMessages) return { kind: 'too_large' }
    // One snapshot for both, so that their sums agree.
    const [counts, latencies] = await db.$transaction(
      [db.$queryRaw<CountRow[]>(countByGroup(selection, where)), db.$queryRaw<LatencyRow[]>(measure(where))],
      { isolationLevel: Prisma.TransactionIsolationLevel.RepeatableRead },
    )
    const [latency] = latencies
    if (latency === undefined) throw new Error('an aggregate without groups gave no row')
    return { kind: 'counted', counts, latency }
  } catch (error) {
    if (sqlStateOf(error) === sqlState.queryCanceled) return { kind: 'too_large' }
    throw error
  }
}

function countByGroup({ interval }: Selection, where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${plan}
    SELECT CASE grouping(error_class, provider, sender_id, at)
        WHEN 7 THEN 'error_class' WHEN 11 THEN 'provider' WHEN 13 THEN 'sender' WHEN 14 THEN 'time' ELSE 'all'
      END AS dimension,
      coalesce(error_class, provider, sender_id::text, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        AS key,
      status, count(*)::int AS messages
    FROM (
      SELECT status, error_class, provider, sender_id, date_trunc(${interval}, created_at, 'UTC') AS at
      FROM mms_log WHERE ${where}
    ) AS m
    GROUP BY GROUPING SETS ((status), (error_class), (provider, status), (sender_id, status), (at, status))`
}

function measure(where: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`${plan}
    SELECT count(submitted)::int AS "submittedCount", count(delivered)::int AS "deliveredCount",
      percentile_cont(ARRAY[0.5, 0.9, 0.99]::float8[]) WITHIN GROUP (ORDER BY submitted) AS submitted,
      percentile_cont(ARRAY[0.5, 0.9, 0.99]::float8[]) WITHIN GROUP (ORDER BY delivered) AS delivered
    FROM (
      SELECT extract(epoch FROM submitted_at - greatest(created_at, send_at))::float8 AS submitted,
        extract(epoch FROM delivered_at - greatest(created_at, send_at))::float8 AS delivered
      FROM mms_log WHERE ${where}
    ) AS m`
}
