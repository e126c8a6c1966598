import type { CountRow, LatencyRow } from '@heliograph/delivery/reports/message-stats'
import type { QueueDepth } from '@heliograph/delivery/reports/queue-depth'
import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { type Stats, stats } from '@heliograph/shared/contracts/stats'
import { priorities } from '@heliograph/shared/domain/priority'

const stepMs = { hour: 3_600_000, day: 86_400_000 } as const

/** What was counted, ready to be shown. */
export type Counted = {
  readonly range: ReportRange
  readonly interval: 'hour' | 'day'
  readonly counts: readonly CountRow[]
  readonly latency: LatencyRow
  readonly queue: QueueDepth
  /** Addresses of senders by their id. */
  readonly senders: ReadonlyMap<string, string>
}

/** Statistics as the API shows them. Throws when the rows break the contract. */
export function viewStats({ range, interval, counts, latency, queue, senders }: Counted): Stats {
  const rowsOf = (dimension: CountRow['dimension']) => counts.filter((row) => row.dimension === dimension)
  const all = summarize(rowsOf('all'))
  return stats.parse({
    from: range.from.toISOString(),
    to: range.to.toISOString(),
    interval,
    ...all,
    errorClasses: rowsOf('error_class')
      .filter((row) => row.key !== null)
      .map((row) => ({ class: row.key, messages: row.messages, rate: rateOf(row.messages, all.messages) }))
      .toSorted((left, right) => right.messages - left.messages),
    providers: summarizeEach(rowsOf('provider')).map(([provider, sums]) => ({ provider, ...sums })),
    senders: summarizeEach(rowsOf('sender')).map(([id, sums]) => ({
      sender: senders.get(id) ?? id,
      ...sums,
    })),
    timeline: viewTimeline(range, interval, rowsOf('time')),
    latencySeconds: {
      submitted: viewPercentiles(latency.submittedCount, latency.submitted),
      delivered: viewPercentiles(latency.deliveredCount, latency.delivered),
    },
    queue: viewQueue(queue),
  })
}

type Sums = {
  readonly messages: number
  readonly statuses: Readonly<Record<string, number>>
  readonly deliveredRate: number | null
  readonly failedRate: number | null
}

function summarize(rows: readonly CountRow[]): Sums {
  const statuses: Record<string, number> = {}
  for (const row of rows) statuses[row.status ?? ''] = row.messages
  const messages = rows.reduce((sum, row) => sum + row.messages, 0)
  const failed = (statuses['failed'] ?? 0) + (statuses['undelivered'] ?? 0) + (statuses['expired'] ?? 0)
  return {
    messages,
    statuses,
    deliveredRate: rateOf(statuses['delivered'] ?? 0, messages),
    failedRate: rateOf(failed, messages),
  }
}

/** Groups with the most messages first. */
function summarizeEach(rows: readonly CountRow[]): [string, Sums][] {
  return [...Map.groupBy(rows, (row) => row.key ?? '')]
    .map(([key, group]): [string, Sums] => [key, summarize(group)])
    .toSorted(([, left], [, right]) => right.messages - left.messages)
}

function viewTimeline(range: ReportRange, interval: 'hour' | 'day', rows: readonly CountRow[]): unknown[] {
  const byTime = Map.groupBy(rows, (row) => row.key ?? '')
  const step = stepMs[interval]
  const points: unknown[] = []
  for (let at = Math.floor(range.from.getTime() / step) * step; at < range.to.getTime(); at += step) {
    const key = new Date(at).toISOString()
    points.push({ at: key, ...summarize(byTime.get(key) ?? []) })
  }
  return points
}

function viewPercentiles(messages: number, values: readonly number[] | null): unknown {
  const at = (index: number) => {
    const value = values?.[index]
    return value === undefined ? null : Math.round(value * 1_000) / 1_000
  }
  return { messages, p50: at(0), p90: at(1), p99: at(2) }
}

function viewQueue(queue: QueueDepth): unknown {
  return {
    priorities: queue.priorities.map(({ priority, due, later, oldestDueSeconds }) => ({
      priority: priorities[priority],
      due,
      later,
      oldestDueSeconds: oldestDueSeconds === null ? null : Math.round(oldestDueSeconds * 1_000) / 1_000,
    })),
    sending: queue.sending,
    ambiguous: queue.ambiguous,
    isTruncated: queue.priorities.some((row) => row.isTruncated),
  }
}

/** Four decimals say enough of a part. */
function rateOf(part: number, whole: number): number | null {
  return whole === 0 ? null : Math.round((part / whole) * 10_000) / 10_000
}
