// Phone numbers with a known fate. Anything not listed here is an ordinary number and ends delivered.
import {
  callbackFaultNumbers,
  type FaultBehaviour,
  type Life,
  lifeNumbers,
  type NumberRow as Row,
  requestFaultNumbers,
} from './core/fault-numbers.ts'
import { REFUSALS } from './twilio/codes.ts'

/** What happens to a message because of its recipient. */
export type Behaviour =
  | Exclude<Life, { kind: 'contradicts' }>
  /** Delivered, and afterwards reported undelivered with this code. */
  | { kind: 'contradicts'; code: number }
  /** The create request is refused with this code. */
  | { kind: 'refused'; code: number }
  /** Refused when sent with From; accepted and failed when sent through a messaging service. */
  | { kind: 'opted_out'; code: number }
  /** Accepted; ends failed or undelivered with this code. */
  | { kind: 'fails'; code: number }
  | FaultBehaviour

/** One row of the table of numbers: what a user will see when sending to it. */
export type NumberRow = Row<Behaviour>

/** Twilio's magic senders, as with its test credentials (twilio.com/docs/iam/test-credentials). */
export const SENDER_NUMBERS: readonly { number: string; see: string; code: number | null }[] = [
  { number: '+15005550006', see: 'accepted', code: null },
  { number: '+15005550001', see: '400, code 21212: invalid sender', code: 21212 },
  { number: '+15005550007', see: '400, code 21606: not your number', code: 21606 },
  { number: '+15005550008', see: "400, code 21611: the sender's queue is full", code: 21611 },
]

const MAGIC: readonly NumberRow[] = [
  row('+15005550001', '400, code 21211: invalid number', refused(21211)),
  row('+15005550002', '400, code 21612: not routable', refused(21612)),
  row('+15005550003', '400, code 21408: region not enabled', refused(21408)),
  row('+15005550004', '400, code 21610: recipient has opted out', optedOut()),
  row('+15005550009', '400, code 21614: not a mobile number', refused(21614)),
]

const LIVES: readonly NumberRow[] = lifeNumbers({
  queued: 'queued',
  sending: 'sending',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered with code 30008',
}).map(({ number, see, behaviour }) =>
  row(number, see, behaviour.kind === 'contradicts' ? { ...behaviour, code: 30008 } : behaviour),
)

const ENDINGS: readonly NumberRow[] = [
  [30001, 'failed: queue overflow'],
  [30002, 'failed: account suspended'],
  [30003, 'undelivered: handset unreachable'],
  [30004, 'undelivered: blocked by the recipient or carrier'],
  [30005, 'undelivered: unknown number'],
  [30006, 'undelivered: landline or unreachable carrier'],
  [30007, 'undelivered: filtered by the carrier'],
  [30008, 'undelivered: unknown carrier error'],
  [30011, 'undelivered: recipient cannot receive MMS'],
  [30017, 'undelivered: carrier congestion'],
  [30019, 'undelivered: too large for the carrier'],
  [30022, 'undelivered: 10DLC rate exceeded'],
  [30023, 'undelivered: 10DLC daily cap reached'],
  [30032, 'undelivered: toll-free number not verified'],
  [30034, 'undelivered: sender not registered for 10DLC'],
  [30036, 'failed: validity period expired'],
  [30410, 'failed: provider timeout, outcome not certain'],
  [30450, 'failed: fraud protection'],
  [30500, 'failed: internal error'],
  [11200, 'failed: media could not be fetched'],
  [11205, 'failed: no connection to the media host'],
  [11751, 'failed: media too large'],
  [12300, 'failed: media type not acceptable'],
  [63019, 'failed: media download failed'],
].map(([code, see]) => row(`+150055${code}`, `${see} (${code})`, { kind: 'fails', code: Number(code) }))

const REFUSED_LATER: readonly NumberRow[] = [
  row('+15005521610', 'with From: 400, code 21610; through a messaging service: failed (21610)', optedOut()),
]

const REQUEST_FAULTS: readonly NumberRow[] = requestFaultNumbers({
  created: '201',
  authRejected: '401, code 20003',
  suspended: '403, code 20005: account suspended',
  delivered: 'delivered',
})

const CALLBACK_FAULTS: readonly NumberRow[] = callbackFaultNumbers({
  delivered: 'delivered',
  failed: 'failed',
})

/**
 * Every listed recipient. The schemes: `+1 500 555 000x` are Twilio's own, `1xxx` are lives, `2xxx` faults of the request,
 * `3xxx` faults of the callbacks. `+1 500 55` and any other five-digit Twilio code that does not begin with 0 or 5 gives that
 * code: at once for codes that refuse a request, later for all others.
 */
export const RECIPIENT_NUMBERS: readonly NumberRow[] = [
  ...MAGIC,
  ...LIVES,
  ...ENDINGS,
  ...REFUSED_LATER,
  ...REQUEST_FAULTS,
  ...CALLBACK_FAULTS,
]

const BY_NUMBER = new Map(RECIPIENT_NUMBERS.map(({ number, behaviour }) => [number, behaviour]))

/** What a recipient's number brings about. */
export function behaviourOf(to: string): Behaviour {
  const listed = BY_NUMBER.get(to)
  if (listed) return listed
  const code = Number(/^\+150055([1-46-9]\d{4})$/.exec(to)?.[1] ?? 0)
  if (code === 0) return { kind: 'ordinary' }
  const isRefusedAtOnce = code in REFUSALS && REFUSALS[code]?.status === 400
  return isRefusedAtOnce ? refused(code) : { kind: 'fails', code }
}

function row(number: string, see: string, behaviour: Behaviour): NumberRow {
  return { number, see, behaviour }
}

function refused(code: number): Behaviour {
  return { kind: 'refused', code }
}

function optedOut(): Behaviour {
  return { kind: 'opted_out', code: 21610 }
}
