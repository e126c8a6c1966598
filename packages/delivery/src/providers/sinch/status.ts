import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { ReceiptStatus } from '@heliograph/shared/domain/status'
import { classifyCode } from './error-catalogue.ts'

/** Where a message stands, in our words, with the trouble that ended it. */
export type StatusReading = {
  readonly status: ReceiptStatus
  readonly errorCode?: string
  readonly errorClass?: ErrorClass
}

/**
 * Translates status and code of a delivery report. The status says where the message stands, the code why; how the two go
 * together is Sinch's best effort, so each is read by itself. A code without an entry keeps its raw value. Undefined for
 * a status that Sinch does not document.
 */
export function readStatus(word: string, code: number | undefined): StatusReading | undefined {
  const known = statuses.get(word)
  if (known === undefined) return undefined
  const { status, impliedCode } = known
  if (impliedCode === undefined) return { status }
  const errorCode = code === undefined || progressCodes.has(code) ? impliedCode : String(code)
  // An unlisted code of the carrier explains nothing, but some status words do.
  const errorClass = classifyCode(errorCode) ?? classifyCode(impliedCode) ?? 'unknown'
  return { status, errorCode, errorClass }
}

/** Delivered, queued, dispatched: these name no trouble. */
const progressCodes: ReadonlySet<number> = new Set([0, 400, 401])

type Known = { readonly status: ReceiptStatus; readonly impliedCode?: string }

/** Expired and canceled messages have failed with that class. `Unknown` is final and no proof of anything. */
const statuses: ReadonlyMap<string, Known> = new Map([
  ['Queued', { status: 'submitted' }],
  ['Dispatched', { status: 'sent' }],
  ['Delivered', { status: 'delivered' }],
  ['Aborted', { status: 'failed', impliedCode: 'aborted' }],
  ['Rejected', { status: 'failed', impliedCode: 'rejected' }],
  ['Deleted', { status: 'undelivered', impliedCode: 'deleted' }],
  ['Failed', { status: 'undelivered', impliedCode: 'failed' }],
  ['Expired', { status: 'failed', impliedCode: 'expired' }],
  ['Cancelled', { status: 'failed', impliedCode: 'canceled' }],
  ['Unknown', { status: 'undelivered', impliedCode: 'outcome_unknown' }],
])
