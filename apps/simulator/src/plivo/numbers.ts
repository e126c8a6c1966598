// Phone numbers with a known fate at Plivo. Anything not listed here is an ordinary number and ends delivered.
import {
  callbackFaultNumbers,
  type FaultBehaviour,
  type Life,
  lifeNumbers,
  type NumberRow as Row,
  requestFaultNumbers,
} from '../core/fault-numbers.ts'
import { FAILURES } from './codes.ts'

/** What happens to a message because of its recipient. */
export type Behaviour =
  | Exclude<Life, { kind: 'contradicts' }>
  /** Delivered, and afterwards reported undelivered with this code. */
  | { kind: 'contradicts'; code: number }
  /** The create request is refused with this status and text. */
  | { kind: 'refused'; status: number; error: string }
  /** Accepted; ends failed or undelivered with this code. */
  | { kind: 'fails'; code: number }
  | FaultBehaviour

/** One row of the table of numbers: what a user will see when sending to it. */
export type NumberRow = Row<Behaviour>

/** Senders with a known fate; `error` is the text of the refusal. */
export const SENDER_NUMBERS: readonly { number: string; see: string; error: string | null }[] = [
  { number: '+15005550006', see: 'accepted', error: null },
  {
    number: '+15005550007',
    see: '400: not a number of your account',
    error: 'src is not a number of this account',
  },
  {
    number: '+15005550008',
    see: '400: not enabled for MMS',
    error: 'MMS is not enabled for the src number',
  },
]

const REFUSALS: readonly NumberRow[] = [
  refused('00400', 400, 'destination not supported', 'MMS is not supported for this destination'),
  refused('00402', 400, 'insufficient credit', 'Insufficient credit'),
  refused('00403', 403, 'country not permitted', 'Destination country is not permitted for this account'),
  refused('00409', 409, 'conflict', 'Conflict'),
  refused('00422', 422, 'request not understood', 'The request cannot be processed'),
]

const LIVES: readonly NumberRow[] = lifeNumbers({
  queued: 'queued, and fails with code 420 at its `message_expiry`',
  sent: 'sent',
  delivered: 'delivered',
  undelivered: 'undelivered with code 80',
}).map(({ number, see, behaviour }) =>
  row(number, see, behaviour.kind === 'contradicts' ? { ...behaviour, code: 80 } : behaviour),
)

const ENDINGS: readonly NumberRow[] = Object.entries(FAILURES).map(([code, { status, meaning }]) =>
  row(`+150055${code.padStart(5, '0')}`, `${status}: ${meaning} (${code})`, {
    kind: 'fails',
    code: Number(code),
  }),
)

/**
 * Every listed recipient. `+1 500 55` and a code of five digits, filled up with zeros, ends with that code; the other schemes
 * are the same at every carrier.
 */
export const RECIPIENT_NUMBERS: readonly NumberRow[] = [
  ...REFUSALS,
  ...LIVES,
  ...ENDINGS,
  ...requestFaultNumbers({
    created: '202',
    authRejected: '401 with an HTML page',
    suspended: '403: account not verified',
    delivered: 'delivered',
  }),
  ...callbackFaultNumbers({ delivered: 'delivered', failed: 'failed' }),
]

const BY_NUMBER = new Map(RECIPIENT_NUMBERS.map(({ number, behaviour }) => [number, behaviour]))

/** What a recipient's number, in E.164 with a plus, brings about. */
export function behaviourOf(to: string): Behaviour {
  const listed = BY_NUMBER.get(to)
  if (listed) return listed
  const code = Number(/^\+150055(0\d{4})$/.exec(to)?.[1] ?? 0)
  return code === 0 ? { kind: 'ordinary' } : { kind: 'fails', code }
}

function row(number: string, see: string, behaviour: Behaviour): NumberRow {
  return { number, see, behaviour }
}

function refused(digits: string, status: number, what: string, error: string): NumberRow {
  return row(`+150055${digits}`, `${status}: ${what}`, { kind: 'refused', status, error })
}
