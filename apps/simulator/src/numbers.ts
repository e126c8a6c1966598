// Phone numbers with a known fate. Anything not listed here is an ordinary number and ends delivered.
import { type FaultRule, faultRule } from './core/fault-rule.ts'
import { REFUSALS } from './twilio/codes.ts'

/** What happens to a message because of its recipient. */
export type Behaviour =
  | { kind: 'ordinary' }
  /** The create request is refused with this code. */
  | { kind: 'refused'; code: number }
  /** Refused when sent with From; accepted and failed when sent through a messaging service. */
  | { kind: 'opted_out'; code: number }
  /** Accepted; ends failed or undelivered with this code. */
  | { kind: 'fails'; code: number }
  /** Accepted; never gets further than this status. */
  | { kind: 'stays'; status: 'queued' | 'sending' | 'sent' }
  /** Delivered, this long after it was sent. */
  | { kind: 'slow'; sentMs: number }
  /** Delivered, and afterwards reported undelivered with this code. */
  | { kind: 'contradicts'; code: number }
  /** Ordinary, but these faults strike; with `everyOther` only the first, third, fifth … create. */
  | { kind: 'faults'; rules: FaultRule[]; everyOther: boolean }

/** One row of the table of numbers: what a user will see when sending to it. */
export type NumberRow = { number: string; see: string; behaviour: Behaviour }

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

const LIVES: readonly NumberRow[] = [
  row('+15005551000', 'delivered, like every number not in this table', { kind: 'ordinary' }),
  row('+15005551001', 'sent, and no receipt ever after', { kind: 'stays', status: 'sent' }),
  row('+15005551002', 'stays queued', { kind: 'stays', status: 'queued' }),
  row('+15005551003', 'stays sending', { kind: 'stays', status: 'sending' }),
  row('+15005551004', 'delivered 30 s after sent', { kind: 'slow', sentMs: 30_000 }),
  row('+15005551005', 'delivered, then undelivered with code 30008', { kind: 'contradicts', code: 30008 }),
]

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

const REQUEST_FAULTS: readonly NumberRow[] = [
  row('+15005552401', '401, code 20003, not accepted', faults('reject_auth')),
  row('+15005552403', '403, code 20005: account suspended, not accepted', faults('account_suspended')),
  row('+15005552429', '429 without Retry-After, not accepted', faults('rate_limited')),
  row('+15005552430', '429 with Retry-After: 1, not accepted', {
    kind: 'faults',
    rules: [faultRule({ fault: 'rate_limited', retryAfterSeconds: 1 })],
    everyOther: false,
  }),
  row('+15005552431', '429 with Retry-After: 1 on every other create, delivered on the next', {
    kind: 'faults',
    rules: [faultRule({ fault: 'rate_limited', retryAfterSeconds: 1 })],
    everyOther: true,
  }),
  row('+15005552500', '500, not accepted', faults('server_error_before')),
  row('+15005552501', '500, but accepted and delivered', faults('server_error_after')),
  row('+15005552503', '503, not accepted', faults('unavailable')),
  row('+15005552510', 'connection reset, not accepted', faults('reset_before')),
  row('+15005552511', 'connection reset, but accepted and delivered', faults('reset_after')),
  row(
    '+15005552512',
    'connection reset, accepted, no callbacks: only the list can prove it',
    faults('reset_after', 'callbacks_lost'),
  ),
  row(
    '+15005552513',
    'as 2512, and the list shows it 2 s late',
    faults('reset_after', 'callbacks_lost', 'list_lag'),
  ),
  row('+15005552520', 'no answer, not accepted', faults('hang_before')),
  row('+15005552521', 'no answer, but accepted and delivered', faults('hang_after')),
  row('+15005552530', 'accepted and answered after 3 s', {
    kind: 'faults',
    rules: [faultRule({ fault: 'slow_accept', delayMs: 3_000 })],
    everyOther: false,
  }),
  row('+15005552531', 'accepted at once, answered after 3 s', {
    kind: 'faults',
    rules: [faultRule({ fault: 'slow_answer', delayMs: 3_000 })],
    everyOther: false,
  }),
  row('+15005552540', '201 cut off in the middle, accepted and delivered', faults('truncated_answer')),
  row('+15005552541', '201 that is not JSON, accepted and delivered', faults('invalid_answer')),
]

const CALLBACK_FAULTS: readonly NumberRow[] = [
  row('+15005553000', 'delivered, no callbacks', faults('callbacks_lost')),
  row('+15005553001', 'delivered, each callback 2 s late', faults('callbacks_late')),
  row('+15005553002', 'delivered, each callback twice', faults('callbacks_doubled')),
  row('+15005553003', 'delivered, callbacks in reverse order', faults('callbacks_reordered')),
  row('+15005553004', 'delivered, a forged "failed" before each callback', faults('callbacks_forged')),
  row('+15005553005', 'delivered, first callback before the create answer', faults('callback_early')),
  row('+15005553006', 'delivered, the list shows it 2 s late', faults('list_lag')),
]

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

function faults(...names: FaultRule['fault'][]): Behaviour {
  return { kind: 'faults', rules: names.map((fault) => faultRule({ fault })), everyOther: false }
}
