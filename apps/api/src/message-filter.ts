import { homeNumberOf, listSenders, type Routing } from '@heliograph/delivery/accounts/routing'
import type { MessageFilter, TimeRange } from '@heliograph/delivery/history/message-filter'
import { readRecipient } from '@heliograph/delivery/history/read-recipient'
import type { MessageFilterQuery } from '@heliograph/shared/contracts/message-search'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { refuseFields } from './problems/refusal.ts'

/** The filter that a query describes, for one tenant. Refuses what cannot be a number and times that end before they begin. */
export function readMessageFilter(
  deps: { readonly routing: Routing },
  tenantId: string,
  query: MessageFilterQuery,
): MessageFilter {
  const to = query.to === undefined ? undefined : readRecipient(query.to, homeNumberOf(deps.routing))
  const ranges = {
    created: rangeOf(query.createdFrom, query.createdTo),
    sent: rangeOf(query.sentFrom, query.sentTo),
    final: rangeOf(query.finalFrom, query.finalTo),
  }
  const problems: FieldProblem[] = Object.entries(ranges).flatMap(([name, range]) =>
    isBackwards(range) ? [{ field: `${name}To`, rule: 'after', message: `must be after ${name}From` }] : [],
  )
  if (query.to !== undefined && to === undefined) {
    const message = 'is not a phone number; write it like +15558675310 (in a URL: %2B1…)'
    problems.unshift({ field: 'to', rule: 'phone_number', message })
  }
  if (problems.length > 0) throw refuseFields(problems)
  return {
    tenantId,
    statuses: query.status,
    to,
    from: query.from === undefined ? undefined : readSender(deps.routing, query.from),
    provider: query.provider,
    providerId: query.providerId,
    errorCode: query.errorCode,
    errorClass: query.errorClass,
    tag: query.tag,
    metadataKey: query.metadataKey,
    batchId: query.batch,
    reference: query.reference,
    ...ranges,
  }
}

/** The filter as a list of texts, equal for queries that mean the same: what a cursor is bound to. */
export function describeFilter(filter: MessageFilter): (string | null)[] {
  const { statuses, created, sent, final } = filter
  const times = [created, sent, final].flatMap((range) => [range?.from, range?.to])
  return [
    statuses?.join() ?? null,
    ...textFields.map((name) => filter[name] ?? null),
    ...times.map((at) => at?.toISOString() ?? null),
  ]
}

const textFields = [
  'to',
  'from',
  'provider',
  'providerId',
  'errorCode',
  'errorClass',
  'tag',
  'metadataKey',
  'batchId',
  'reference',
] as const satisfies readonly (keyof MessageFilter)[]

/** A sender is found as it is configured; a number in another spelling is read first. */
function readSender(routing: Routing, text: string): string {
  const isKnown = listSenders(routing).some(({ address }) => address === text)
  return isKnown ? text : (readRecipient(text, homeNumberOf(routing)) ?? text)
}

function rangeOf(from: string | undefined, to: string | undefined): TimeRange | undefined {
  if (from === undefined && to === undefined) return undefined
  return {
    from: from === undefined ? undefined : new Date(from),
    to: to === undefined ? undefined : new Date(to),
  }
}

function isBackwards(range: TimeRange | undefined): boolean {
  return range?.from !== undefined && range.to !== undefined && range.from >= range.to
}
