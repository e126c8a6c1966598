import type { MessageFilter } from './message-filter.ts'

/**
 * One way to read the messages of a filter in order of their ids, through one index. The conditions that
 * the index does not hold are checked row by row.
 */
export type Driver =
  | { readonly kind: 'provider_id' }
  | { readonly kind: 'row'; readonly column: 'error_code' | 'error_class' | 'to_number' }
  | { readonly kind: 'facet'; readonly facet: string }
  | { readonly kind: 'status' }
  | { readonly kind: 'tenant' }

/** Rows that the pages of several statuses may have together before they are put in one order. */
const maxMerged = 1_000

/** More statuses than this are nearly all messages: the tenant's index is read, and the others are skipped. */
const maxStatuses = 7

/**
 * The indexes that could serve a filter, the one that usually holds least first; never empty. A provider id is
 * unique and needs no other; the tenant's own index is taken when nothing else fits.
 */
export function listDrivers(filter: MessageFilter, pageSize: number): readonly [Driver, ...Driver[]] {
  if (filter.providerId !== undefined) return [{ kind: 'provider_id' }]
  const facet = (name: string, value: string | undefined): Driver[] =>
    value === undefined ? [] : [{ kind: 'facet', facet: `${name}:${value}` }]
  const row = (column: 'error_code' | 'error_class' | 'to_number', value: string | undefined): Driver[] =>
    value === undefined ? [] : [{ kind: 'row', column }]
  const statuses = filter.statuses?.length ?? 0
  const mostStatuses = Math.max(1, Math.min(maxStatuses, Math.floor(maxMerged / (pageSize + 1))))
  const [first, ...others]: readonly Driver[] = [
    ...facet('ref', filter.reference),
    ...row('to_number', filter.to),
    ...row('error_code', filter.errorCode),
    ...facet('batch', filter.batchId),
    ...row('error_class', filter.errorClass),
    ...facet('tag', filter.tag),
    ...facet('meta', filter.metadataKey),
    ...(statuses > 0 && statuses <= mostStatuses ? [{ kind: 'status' } as const] : []),
    ...facet('from', filter.from),
    ...facet('provider', filter.provider),
  ]
  return first === undefined ? [{ kind: 'tenant' }] : [first, ...others]
}

/**
 * Chooses among the drivers of a filter. `marks` says for each how far one has to read to meet a fixed number
 * of its messages: the id met there, or null when it holds fewer. The one that reaches furthest holds least.
 */
export function chooseDriver(
  drivers: readonly [Driver, ...Driver[]],
  marks: readonly (string | null)[],
  order: 'desc' | 'asc',
): Driver {
  let best = 0
  for (const [index, mark] of marks.entries()) {
    if (isFurther(mark, marks[best] ?? null, order)) best = index
  }
  return drivers[best] ?? drivers[0]
}

function isFurther(mark: string | null, than: string | null, order: 'desc' | 'asc'): boolean {
  if (than === null) return false
  if (mark === null) return true
  return order === 'desc' ? mark < than : mark > than
}
