// Phone numbers with a known fate. Anything not listed here is an ordinary number and ends Delivered.
import {
  callbackFaultNumbers,
  type FaultBehaviour,
  type Life,
  lifeNumbers,
  type NumberRow,
  requestFaultNumbers,
} from '../core/fault-numbers.ts'
import { ENDINGS, REFUSALS, type RefusalCode } from './codes.ts'

/** What happens to a message because of its recipient. */
export type Behaviour =
  | Life
  | FaultBehaviour
  /** The batch is refused with this code. */
  | { kind: 'refused'; code: RefusalCode }
  /** Accepted; ends with this code. */
  | { kind: 'fails'; code: number }

/** What a message that contradicts itself ends with after it was delivered. */
export const CONTRADICTION_CODE = 417

/** Senders, and what a user sees when sending from them. */
export const SENDER_NUMBERS: readonly { number: string; see: string }[] = [
  { number: '+15005550006', see: 'accepted' },
  { number: 'no from', see: 'the default originator; without one: Aborted (410)' },
]

// An HTTP status and a count: XMS's refusals have names, no numbers.
const REFUSED: readonly NumberRow<Behaviour>[] = (
  [
    ['40001', 'syntax_invalid_json'],
    ['40002', 'syntax_invalid_parameter_format'],
    ['40003', 'syntax_constraint_violation'],
    ['40301', 'blocked_account'],
    ['40302', 'illegal_number_type'],
    ['40303', 'missing_callback_url'],
    ['40304', 'unknown_group'],
    ['40305', 'unknown_campaign'],
  ] as const
).map(([digits, code]) => ({
  number: `+150055${digits}`,
  see: `${REFUSALS[code]}, ${code}`,
  behaviour: { kind: 'refused', code },
}))

const FAILING: readonly NumberRow<Behaviour>[] = ENDINGS.map(({ code, status, see }) => ({
  number: `+150055${String(code).padStart(5, '0')}`,
  see: `${status}: ${see} (${code})`,
  behaviour: { kind: 'fails', code },
}))

/**
 * Every listed recipient: refusals, lives, endings, and the faults that every carrier here has. `+1 500 55` and five digits
 * that begin with 0 end with that code, listed or not.
 */
export const RECIPIENT_NUMBERS: readonly NumberRow<Behaviour>[] = [
  ...REFUSED,
  ...lifeNumbers({
    queued: 'Queued',
    sent: 'Dispatched',
    delivered: 'Delivered',
    undelivered: `Failed with code ${CONTRADICTION_CODE}`,
  }),
  ...FAILING,
  ...requestFaultNumbers({
    created: '201',
    authRejected: '401 with an empty body',
    suspended: '403, blocked_account',
    delivered: 'Delivered',
  }),
  ...callbackFaultNumbers({ delivered: 'Delivered', failed: 'Rejected' }),
]

const BY_NUMBER = new Map(RECIPIENT_NUMBERS.map(({ number, behaviour }) => [number, behaviour]))

/** What a recipient's number brings about. Takes E.164 with a plus. */
export function behaviourOf(to: string): Behaviour {
  const listed = BY_NUMBER.get(to)
  if (listed) return listed
  const digits = /^\+150055(0\d{4})$/.exec(to)?.[1]
  return digits === undefined ? { kind: 'ordinary' } : { kind: 'fails', code: Number(digits) }
}
