import type { Sums } from '@heliograph/delivery/reports/estimate-prices'
import { formatMicros, sumUsage, type UsageGroup } from '@heliograph/delivery/reports/message-usage'
import { listSenderAddresses } from '@heliograph/delivery/reports/sender-addresses'
import { listTenantNames } from '@heliograph/delivery/tenants/list-tenants'
import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { type UsageLine, type UsageQuery, usage, usageQuery } from '@heliograph/shared/contracts/usage'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId, installationId } from '../plugins/auth.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { refuseFields } from '../problems/refusal.ts'
import { rangeTooLarge } from '../report-range.ts'

const maxMonths = 12
const maxLines = 1_000

const schema = {
  operationId: 'getUsage',
  summary: 'Read what messages came to',
  description:
    `Messages, segments and prices per month (UTC) of acceptance, at most ${maxMonths} months: in all, per tenant, per sender or per tag. ` +
    'Prices are what providers reported, as exact decimal text; `estimated` is what to expect of messages that have none yet. An operator who names no tenant sees those of all tenants.',
  tags: ['reports'],
  security: [{ apiKey: [] }],
  querystring: usageQuery,
  response: {
    200: usage,
    ...problemResponses('invalid_request', 'range_too_large', ...accessProblems),
  },
}

/** GET /usage, within the tenant of the key; for operators who name none over all tenants. */
export const usageRoute: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const db = deps.reportDb
  app.get('/usage', { schema, config: { scope: 'messages:read', reach: 'both' } }, async (request) => {
    const { groupBy } = request.query
    const now = new Date()
    const months = getMonths(request.query, now)
    const { maxUsageMs } = deps.reportLimits
    const tenantId = getTenantId(request)
    const selection = {
      tenantId: tenantId === installationId ? undefined : tenantId,
      range: rangeOf(months, now),
      groupBy,
    }
    const counted = await sumUsage({ db, maxUsageMs }, selection)
    if (counted.kind === 'too_large') throw rangeTooLarge(remedy)
    const groups = counted.groups.toSorted(byMonthAndSize).slice(0, maxLines)
    const names = await listNames(db, groupBy, groups)
    const data = groups.map((group) => viewGroup(group, groupBy, names))
    return { ...months, groupBy, data, isTruncated: counted.groups.length > maxLines }
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

/** What people call the groups whose keys are ids. */
async function listNames(
  db: ApiDeps['reportDb'],
  groupBy: UsageQuery['groupBy'],
  groups: readonly UsageGroup[],
): Promise<ReadonlyMap<string, string>> {
  if (groupBy === 'sender') return await listSenderAddresses({ db })
  if (groupBy !== 'tenant') return new Map()
  return await listTenantNames(db, [...new Set(groups.flatMap(({ key }) => key ?? []))])
}

function viewGroup(
  group: UsageGroup,
  groupBy: UsageQuery['groupBy'],
  names: ReadonlyMap<string, string>,
): UsageLine {
  const { month, key, messages, handedOver, segments, unpriced, billed, estimated } = group
  const id = key ?? ''
  const name = names.get(id) ?? id
  return {
    month,
    ...(groupBy === 'tenant' ? { tenant: { id, name } } : {}),
    ...(groupBy === 'sender' ? { sender: name } : {}),
    ...(groupBy === 'tag' ? { tag: key } : {}),
    messages,
    handedOver,
    segments,
    billed: viewSums(billed),
    unpricedMessages: unpriced,
    estimated: viewSums(estimated),
  }
}

function viewSums(sums: Sums): UsageLine['billed'] {
  return [...sums].map(([currency, { micros, messages }]) => ({
    currency,
    amount: formatMicros(micros),
    messages,
  }))
}
