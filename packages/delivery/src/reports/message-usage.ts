import type { ReportRange } from '@heliograph/shared/contracts/report-range'
import { type Db, Prisma } from '../db/db.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'
import { plannedEachTime } from '../db/statement-names.ts'
import { acceptedIn, acceptedInAnyTenant, idBounds } from './accepted-in.ts'
import { addSum, estimatePrices, type PricedKind, type Sums } from './estimate-prices.ts'

/** What the messages of one month and group came to. Amounts are whole millionths of a currency unit. */
export type UsageGroup = {
  readonly month: string
  /** Id of the tenant or sender, or a tag; null for messages without tags, and without a split. */
  readonly key: string | null
  messages: number
  handedOver: number
  segments: number
  unpriced: number
  readonly billed: Sums
  /** Expected prices of unpriced messages, as far as messages like them have been priced in the range. */
  readonly estimated: Sums
}

/** `too_large`: more than can be counted in time, or more groups than fit an answer. */
export type MessageUsage =
  | { readonly kind: 'counted'; readonly groups: readonly UsageGroup[] }
  | { readonly kind: 'too_large' }

type Deps = { readonly db: Db; readonly maxUsageMs: number }
type Selection = {
  /** Undefined: all tenants together. */
  readonly tenantId: string | undefined
  readonly range: ReportRange
  readonly groupBy: 'month' | 'tenant' | 'sender' | 'tag'
}
type SliceRow = {
  readonly key: string | null
  /** Provider account and kind: messages that cost about the same. */
  readonly alike: string
  readonly currency: string | null
  readonly messages: number
  readonly handedOver: number
  readonly segments: number
  readonly unpriced: number
  readonly priced: number
  readonly micros: string
}

const dayMs = 86_400_000
const maxGroups = 100_000

/**
 * Sums the messages of a tenant, or of all tenants, of a range day by day, so that each statement is short and millions of messages a
 * month can be summed. Straight from the rows: prices that come late are in.
 */
export async function sumUsage(deps: Deps, selection: Selection): Promise<MessageUsage> {
  const groups = new Map<string, CountedGroup>()
  const endAt = performance.now() + deps.maxUsageMs
  try {
    for (const slice of daysOfRange(selection.range)) {
      if (performance.now() > endAt || groups.size > maxGroups) return { kind: 'too_large' }
      const rows = await deps.db.$queryRaw<SliceRow[]>(sumSlice(selection, slice))
      const month = slice.from.toISOString().slice(0, 7)
      for (const row of rows) add(groups, month, row)
    }
  } catch (error) {
    if (sqlStateOf(error) === sqlState.queryCanceled) return { kind: 'too_large' }
    throw error
  }
  return { kind: 'counted', groups: estimateAll([...groups.values()]) }
}

/** Millionths as decimal text without trailing zeros, exact. */
export function formatMicros(micros: bigint): string {
  const sign = micros < 0n ? '-' : ''
  const digits = (micros < 0n ? -micros : micros).toString().padStart(7, '0')
  const fraction = digits.slice(-6).replace(/0+$/, '')
  return `${sign}${digits.slice(0, -6)}${fraction === '' ? '' : `.${fraction}`}`
}

function* daysOfRange(range: ReportRange): Generator<ReportRange> {
  for (let at = range.from.getTime(); at < range.to.getTime(); at += dayMs) {
    yield { from: new Date(at), to: new Date(Math.min(at + dayMs, range.to.getTime())) }
  }
}

function sumSlice({ tenantId, groupBy }: Selection, slice: ReportRange): Prisma.Sql {
  const { from, to } = idBounds(slice)
  // The bounds again, so that only the months of the range are joined.
  const tags = Prisma.sql`
    LEFT JOIN mms_content c ON c.message_id = m.id AND c.message_id >= ${from} AND c.message_id < ${to}
    LEFT JOIN LATERAL unnest(c.tags) AS given (tag) ON true`
  const keys = {
    month: Prisma.sql`NULL::text`,
    tenant: Prisma.sql`m.tenant_id::text`,
    sender: Prisma.sql`m.sender_id::text`,
    tag: Prisma.sql`given.tag`,
  }
  const accepted = tenantId === undefined ? acceptedInAnyTenant(slice) : acceptedIn(tenantId, slice)
  return Prisma.sql`${Prisma.raw(plannedEachTime)}
    SELECT ${keys[groupBy]} AS key, m.provider_account_id || ' ' || m.kind AS alike, m.price_unit AS currency, count(*)::int AS messages,
      count(m.submitted_at)::int AS "handedOver", coalesce(sum(m.segments), 0)::int AS segments,
      count(*) FILTER (WHERE m.submitted_at IS NOT NULL AND m.price IS NULL)::int AS unpriced,
      count(m.price)::int AS priced, (coalesce(sum(m.price), 0) * 1000000)::bigint::text AS micros
    FROM (SELECT * FROM mms_log WHERE ${accepted}) AS m ${groupBy === 'tag' ? tags : Prisma.empty}
    GROUP BY 1, m.provider_account_id, m.kind, m.price_unit`
}

type CountedGroup = Omit<UsageGroup, 'estimated'> & { readonly kinds: Map<string, PricedKind> }

function add(groups: Map<string, CountedGroup>, month: string, row: SliceRow): void {
  const name = `${month} ${row.key ?? ''}`
  const group = groups.get(name) ?? emptyGroup(month, row.key)
  groups.set(name, group)
  group.messages += row.messages
  group.handedOver += row.handedOver
  group.segments += row.segments
  group.unpriced += row.unpriced
  const kind = group.kinds.get(row.alike) ?? { billed: new Map(), unpriced: 0 }
  group.kinds.set(row.alike, kind)
  kind.unpriced += row.unpriced
  if (row.priced === 0) return
  const currency = row.currency ?? 'unknown'
  const sum = { micros: BigInt(row.micros), messages: row.priced }
  addSum(group.billed, currency, sum)
  addSum(kind.billed, currency, sum)
}

function emptyGroup(month: string, key: string | null): CountedGroup {
  const counts = { messages: 0, handedOver: 0, segments: 0, unpriced: 0 }
  return { month, key, ...counts, billed: new Map(), kinds: new Map() }
}

/** Estimates each group by what was billed for messages like its own in any of them. */
function estimateAll(groups: readonly CountedGroup[]): UsageGroup[] {
  const known = new Map<string, Sums>()
  for (const [alike, { billed }] of groups.flatMap(({ kinds }) => [...kinds])) {
    const sums: Sums = known.get(alike) ?? new Map()
    known.set(alike, sums)
    for (const [currency, sum] of billed) addSum(sums, currency, sum)
  }
  return groups.map(({ kinds, ...group }) => ({ ...group, estimated: estimatePrices(kinds, known) }))
}
