import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { MessageStatus } from '@heliograph/shared/domain/status'

/** A span of time: `from` belongs to it, `to` does not. */
export type TimeRange = { readonly from?: Date | undefined; readonly to?: Date | undefined }

/** Which messages of a tenant are meant: every condition that is there must hold. */
export type MessageFilter = {
  readonly tenantId: string
  /** Any of these. */
  readonly statuses?: readonly MessageStatus[] | undefined
  /** Recipient in E.164. */
  readonly to?: string | undefined
  /** Address of the sender the message was given to: a number or a messaging service. */
  readonly from?: string | undefined
  readonly provider?: string | undefined
  readonly providerId?: string | undefined
  readonly errorCode?: string | undefined
  readonly errorClass?: ErrorClass | undefined
  readonly tag?: string | undefined
  readonly metadataKey?: string | undefined
  readonly batchId?: string | undefined
  readonly reference?: string | undefined
  readonly created?: TimeRange | undefined
  readonly sent?: TimeRange | undefined
  readonly final?: TimeRange | undefined
}

/** Order of creation: newest or oldest first. */
export type ListOrder = 'desc' | 'asc'

/** Bounds of ids: `from` belongs to them, `to` does not. */
export type IdRange = { readonly from?: string | undefined; readonly to?: string | undefined }

/**
 * A message is created at most this long before it is sent or ends: 35 days of scheduling, 48 hours of
 * validity, the carrier's own time and the days in which late receipts come. Searches by `sent` and `final`
 * without `created.from` look no further back.
 */
const lookBackMs = 45 * 86_400_000

/** Ids are made by the clock of the process that accepted the message, created_at by that of the database. */
const clockSlackMs = 5_000

/** The span of ids (UUIDv7) that can match: what lies outside need not be read. */
export function idRangeOf(filter: Pick<MessageFilter, 'created' | 'sent' | 'final'>): IdRange {
  const { created, sent, final } = filter
  const from =
    created?.from?.getTime() ?? max([sent?.from, final?.from].map((at) => minus(at?.getTime(), lookBackMs)))
  const to = min([created?.to, sent?.to, final?.to].map((at) => at?.getTime()))
  return {
    from: from === undefined ? undefined : floorId(from - clockSlackMs),
    to: to === undefined ? undefined : floorId(to + clockSlackMs),
  }
}

/** Smallest UUID of a millisecond; the bound of all UUIDv7 made from then on. */
export function floorId(atMs: number): string {
  const hex = Math.min(Math.max(0, Math.floor(atMs)), 0xffff_ffff_ffff)
    .toString(16)
    .padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The UUID next to this one, above or below it. */
export function neighbourOf(id: string, side: 'above' | 'below'): string {
  const number = BigInt(`0x${id.replaceAll('-', '')}`) + (side === 'above' ? 1n : -1n)
  const hex = BigInt.asUintN(128, number).toString(16).padStart(32, '0')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}

function minus(value: number | undefined, amount: number): number | undefined {
  return value === undefined ? undefined : value - amount
}

function max(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.max(...known)
}

function min(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined)
  return known.length === 0 ? undefined : Math.min(...known)
}
