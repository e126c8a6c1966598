// XMS refusals and the codes of its delivery reports (developers.sinch.com/docs/sms/api-reference). Texts are ours; clients must
// go by the code, never by the text.

/** Codes that answer a request at once, with their HTTP status. */
export const REFUSALS = {
  syntax_invalid_json: 400,
  syntax_invalid_parameter_format: 400,
  syntax_constraint_violation: 400,
  blocked_account: 403,
  illegal_number_type: 403,
  missing_callback_url: 403,
  unknown_group: 403,
  unknown_campaign: 403,
} as const

/** A code that refuses a request. */
export type RefusalCode = keyof typeof REFUSALS

/** Every status of a delivery report. */
export type ReportStatus =
  | 'Queued'
  | 'Dispatched'
  | 'Delivered'
  | 'Aborted'
  | 'Rejected'
  | 'Deleted'
  | 'Failed'
  | 'Expired'
  | 'Cancelled'
  | 'Unknown'

/** How a message stands: its status and the code that says why. */
export type ReportState = { status: ReportStatus; code: number }

/** Accepted, waiting for its turn. */
export const QUEUED: ReportState = { status: 'Queued', code: 400 }
/** Handed to the carrier. */
export const DISPATCHED: ReportState = { status: 'Dispatched', code: 401 }
/** On the phone. */
export const DELIVERED: ReportState = { status: 'Delivered', code: 0 }

/** The codes that end a message badly, with the status they come with and what they mean. */
export const ENDINGS: readonly { code: number; status: ReportStatus; see: string }[] = [
  { code: 402, status: 'Aborted', see: 'not routable' },
  { code: 403, status: 'Aborted', see: 'internal error' },
  { code: 404, status: 'Aborted', see: 'temporary delivery failure' },
  { code: 405, status: 'Aborted', see: 'template parameter without a value' },
  { code: 406, status: 'Expired', see: 'expired before it was handed over' },
  { code: 407, status: 'Cancelled', see: 'cancelled' },
  { code: 408, status: 'Aborted', see: 'internal reject' },
  { code: 410, status: 'Aborted', see: 'no sender, and the plan has no default' },
  { code: 411, status: 'Aborted', see: 'too many parts' },
  { code: 412, status: 'Aborted', see: 'region not provisioned' },
  { code: 413, status: 'Aborted', see: 'account blocked or out of credit' },
  { code: 414, status: 'Aborted', see: 'media could not be fetched' },
  { code: 415, status: 'Rejected', see: 'refused by the MMS network' },
  { code: 416, status: 'Rejected', see: 'not supported by handset or network' },
  { code: 417, status: 'Failed', see: 'destination unreachable' },
  { code: 418, status: 'Failed', see: 'content not recognised by the handset' },
  { code: 1, status: 'Deleted', see: 'removed by the operator' },
  { code: 255, status: 'Unknown', see: 'no receipt that could be read' },
  { code: 2004, status: 'Rejected', see: 'MM7: service refused' },
  { code: 3000, status: 'Failed', see: 'MM7: server error' },
  { code: 4000, status: 'Failed', see: 'MM7: service error' },
]

const STATUS_OF = new Map(ENDINGS.map(({ code, status }) => [code, status]))

/** The state that a code puts a message into. Codes we do not know: MM7's 2xxx are refusals, all others failures. */
export function stateOf(code: number): ReportState {
  const status = STATUS_OF.get(code) ?? (code >= 2000 && code < 3000 ? 'Rejected' : 'Failed')
  return { status, code }
}

/** True when nothing follows this status. */
export function isFinal(status: ReportStatus): boolean {
  return status !== 'Queued' && status !== 'Dispatched'
}

/** True for an end that the operator reports; all others Sinch reports before it hands the message over. */
export function isFromOperator(status: ReportStatus): boolean {
  return isFinal(status) && status !== 'Aborted' && status !== 'Expired' && status !== 'Cancelled'
}
