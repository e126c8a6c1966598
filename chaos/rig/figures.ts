import { runSql } from '@heliograph/testkit/run-sql'
import type { LoadReport } from './load.ts'
import type { LedgerEntry } from './simulator.ts'

/** The value below which `part` (0 to 1) of the sorted values lie; 0 without values. */
export function quantile(sorted: readonly number[], part: number): number {
  const index = Math.min(sorted.length - 1, Math.floor(sorted.length * part))
  return sorted[index] ?? 0
}

/** Answers other than 202, cut connections included. */
export function countRefused(load: LoadReport): number {
  return Object.entries(load.answers)
    .filter(([kind]) => !kind.startsWith('202'))
    .reduce((sum, [, count]) => sum + count, 0)
}

/** Times from the commit of a message to its first arrival at the carrier, in milliseconds, sorted. */
export async function readHandoverMs(
  databaseUrl: string,
  creates: readonly LedgerEntry[],
): Promise<number[]> {
  const rows = await runSql<{ to: string; at: Date }>(
    databaseUrl,
    'SELECT to_number AS "to", created_at AS at FROM mms_log',
  )
  const accepted = new Map(rows.map(({ to, at }) => [to, at.getTime()]))
  const seen = new Set<string>()
  return creates
    .flatMap(({ to, receivedAt }) => {
      const at = accepted.get(to ?? '')
      if (to === null || at === undefined || seen.has(to)) return []
      seen.add(to)
      return [Date.parse(receivedAt) - at]
    })
    .sort((a, b) => a - b)
}

/** Counts events of a type, optionally with an error code. */
export async function countEvents(databaseUrl: string, type: string, errorCode?: string): Promise<number> {
  const rows = await runSql<{ count: number }>(
    databaseUrl,
    `SELECT count(*)::int AS count FROM mms_event WHERE type = $1 AND ($2::text IS NULL OR error_code = $2)`,
    [type, errorCode ?? null],
  )
  return rows[0]?.count ?? 0
}

/** Creates that arrived at the carrier between two times of Date.now(). */
export function countArrivals(creates: readonly LedgerEntry[], fromMs: number, toMs: number): number {
  return creates.filter(({ receivedAt }) => {
    const at = Date.parse(receivedAt)
    return at >= fromMs && at < toMs
  }).length
}
