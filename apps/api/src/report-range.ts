import { daysOf, maxReportDays, type ReportRange, readRange } from '@heliograph/shared/contracts/report-range'
import { Refusal, refuseFields } from './problems/refusal.ts'

/** The range of a report's query. Throws a refusal when it is empty, too long, or too long for hours. */
export function getRange(
  query: {
    readonly from?: string | undefined
    readonly to?: string | undefined
    readonly interval?: 'hour' | 'day' | undefined
  },
  now: Date,
): ReportRange {
  const range = readRange(query, now)
  const days = daysOf(range)
  if (days <= 0) {
    throw refuseFields([{ field: 'from', rule: 'before_to', message: 'must be before `to`' }])
  }
  if (days > maxReportDays) {
    const message = `may be at most ${maxReportDays} days before \`to\`; ask for shorter ranges one after the other`
    throw refuseFields([{ field: 'from', rule: 'max_range', message }])
  }
  if (query.interval === 'hour' && days > maxHourlyDays) {
    const message = `must be \`day\` for a range of more than ${maxHourlyDays} days`
    throw refuseFields([{ field: 'interval', rule: 'max_points', message }])
  }
  return range
}

/** The refusal of a report that would have to read more than it may. `remedy` says what to ask for instead. */
export function rangeTooLarge(remedy: string): Refusal {
  return new Refusal('range_too_large', `there are too many messages to count at once; ${remedy}`)
}

const maxHourlyDays = 31
