import { formatMicros, sumUsage, type UsageGroup } from '@heliograph/delivery/reports/message-usage'
import { listSenderAddresses } from '@heliograph/delivery/reports/sender-addresses'
import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { type UsageLine, type UsageQuery, usage, usageQuery } from '@heliograph/shared/contracts/usage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId } from '../plugins/auth.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { refuseFields } from '../problems/refusal.ts'
import { rangeTooLarge } from '../report-range.ts'

const maxMonths = 12
const maxLines = 1_000

const schema = {
  operationId: 'getUsage',
  summary: 'Read what messages came to',
  description:
    `Messages, segments and prices per month (UTC) of acceptance, at most ${maxMonths} months: in all, per sender or per tag. ` +
    'Prices are what providers reported, as exact decimal text.',
  tags: ['reports'],
  security: [{ apiKey: [] }],
  querystring: usageQuery,
  response: {
    200: usage,
    ...problemResponses(
      'invalid_request',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'range_too_large',
      'database_unavailable',
    ),
  },
}

/** GET /usage, within the tenant of the key. */
export const usageRoute: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const db = deps.reportDb
  app.get('/usage', { schema, config: { scope: 'messages:read' } }, async (request) => {
    const { groupBy } = request.query
    const now = new Date()
    const months = getMonths(request.query, now)
    const { maxUsageMs } = deps.reportLimits
    const selection = { tenantId: getTenantId(request), range: rangeOf(months, now), groupBy }
    const counted = await sumUsage({ db, maxUsageMs }, selection)
    if (counted.kind === 'too_large') throw rangeTooLarge(remedy)
    const senders = groupBy === 'sender' ? await listSenderAddresses({ db }) : undefined
    const lines = counted.groups.toSorted(byMonthAndSize)
    const data = lines.slice(0, maxLines).map((group) => viewGroup(group, groupBy, senders))
    return { ...months, groupBy, data, isTruncated: lines.length > maxLines }
  })
  done()
}

const remedy = 'ask for fewer months at a time, or split them by sender instead of tag'

type Months = { readonly from: string; readonly to: string }

function getMonths(query: UsageQuery, now: Date): Months {
  const to = query.to ?? now.toISOString().slice(0, 7)
  const from = query.from ?? to
  if (from > to) throw refuseFields([{ field: 'from', rule: 'before_to', message: 'must not be after `to`' }])
  const count = indexOf(to) - indexOf(from) + 1
  if (count > maxMonths) {
    const message = `and \`to\` may span at most ${maxMonths} months; ask for them one after the other`
    throw refuseFields([{ field: 'from', rule: 'max_range', message }])
  }
  return { from, to }
}

/** Months since the year 0. */
function indexOf(month: string): number {
  return Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1
}

/** Nothing was accepted after now, so the days to come are not asked for. */
function rangeOf({ from, to }: Months, now: Date): ReportRange {
  const startOf = (index: number) => Date.UTC(Math.floor(index / 12), index % 12)
  const end = startOf(indexOf(to) + 1)
  return { from: new Date(startOf(indexOf(from))), to: new Date(Math.min(end, now.getTime() + 60_000)) }
}

function byMonthAndSize(left: UsageGroup, right: UsageGroup): number {
  if (left.month !== right.month) return left.month < right.month ? -1 : 1
  return right.messages - left.messages
}

function viewGroup(
  group: UsageGroup,
  groupBy: UsageQuery['groupBy'],
  senders: ReadonlyMap<string, string> | undefined,
): UsageLine {
  const { month, key, messages, handedOver, segments, unpriced, billed } = group
  return {
    month,
    ...(groupBy === 'sender' ? { sender: senders?.get(key ?? '') ?? key ?? '' } : {}),
    ...(groupBy === 'tag' ? { tag: key } : {}),
    messages,
    handedOver,
    segments,
    billed: [...billed].map(([currency, sum]) => ({
      currency,
      amount: formatMicros(sum.micros),
      messages: sum.messages,
    })),
    unpricedMessages: unpriced,
    estimated: null,
  }
}
