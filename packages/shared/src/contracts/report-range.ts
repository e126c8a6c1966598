import { z } from 'zod'

/** The longest range that reports look at, in days. */
export const maxReportDays = 92

const dayMs = 86_400_000

/** Time range of a report by acceptance, `from` inclusive, `to` exclusive. */
export type ReportRange = { readonly from: Date; readonly to: Date }

/** The two fields of a report's query that bound its range. */
export const rangeFields = {
  from: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Accepted at or after this time (RFC 3339). Default: 24 hours before `to`.')
    .meta({ example: '2026-11-20T00:00:00Z' }),
  to: z.iso
    .datetime({ offset: true })
    .optional()
    .describe('Accepted before this time (RFC 3339). Default: now.')
    .meta({ example: '2026-11-21T00:00:00Z' }),
}

/** The range a query means at `now`; the last 24 hours when it names none. */
export function readRange(
  query: { readonly from?: string | undefined; readonly to?: string | undefined },
  now: Date,
): ReportRange {
  const to = query.to === undefined ? now : new Date(query.to)
  return { from: query.from === undefined ? new Date(to.getTime() - dayMs) : new Date(query.from), to }
}

/** Length of a range in days, not rounded. */
export function daysOf(range: ReportRange): number {
  return (range.to.getTime() - range.from.getTime()) / dayMs
}
