// Phone numbers that bring a life or faults along, the same at every carrier: +1 500 555 1xxx are lives, 2xxx faults of the
// request, 3xxx faults of the callbacks. Each carrier says in its own words what its user will see.
import { type FaultRule, faultRule } from './fault-rule.ts'

/** How far and how fast a message goes. A carrier maps the stages to its own statuses. */
export type Life =
  | { kind: 'ordinary' }
  /** Never gets further than this. */
  | { kind: 'stays'; status: 'queued' | 'sending' | 'sent' }
  /** Delivered, this long after it was sent. */
  | { kind: 'slow'; sentMs: number }
  /** Delivered, and afterwards reported undelivered. */
  | { kind: 'contradicts' }

/** A row of a table of numbers. */
export type NumberRow<B> = { number: string; see: string; behaviour: B }

/** A recipient that an accepted message lives through. */
export type LifeNumber = NumberRow<Life>

/** Ordinary, but these faults strike; with `everyOther` only the first, third, fifth … create. */
export type FaultBehaviour = { kind: 'faults'; rules: FaultRule[]; everyOther: boolean }

/** A recipient that faults strike. */
export type FaultNumber = NumberRow<FaultBehaviour>

/** The carrier's words in the lives; a stage that a carrier does not have has no number. */
export type LifeWords = {
  queued: string
  sending?: string
  sent: string
  delivered: string
  /** For example `undelivered with code 30008`. */
  undelivered: string
}

/** The carrier's words in the answers, for example `201` and `401, code 20003`. */
export type FaultWords = { created: string; authRejected: string; suspended: string; delivered: string }

/** The numbers +1 500 555 1xxx. */
export function lifeNumbers(words: LifeWords): LifeNumber[] {
  const { queued, sending, sent, delivered, undelivered } = words
  const stays = (number: string, see: string, status: 'queued' | 'sending' | 'sent'): LifeNumber =>
    row(number, see, { kind: 'stays', status })
  return [
    row('+15005551000', `${delivered}, like every number not in this table`, { kind: 'ordinary' }),
    stays('+15005551001', `${sent}, and no receipt ever after`, 'sent'),
    stays('+15005551002', `stays ${queued}`, 'queued'),
    ...(sending === undefined ? [] : [stays('+15005551003', `stays ${sending}`, 'sending')]),
    row('+15005551004', `${delivered} 30 s after ${sent}`, { kind: 'slow', sentMs: 30_000 }),
    row('+15005551005', `${delivered}, then ${undelivered}`, { kind: 'contradicts' }),
  ]
}

/** The numbers +1 500 555 2xxx. */
export function requestFaultNumbers({
  created,
  authRejected,
  suspended,
  delivered,
}: FaultWords): FaultNumber[] {
  const onceASecond = faultRule({ fault: 'rate_limited', retryAfterSeconds: 1 })
  return [
    fault('+15005552401', `${authRejected}, not accepted`, 'reject_auth'),
    fault('+15005552403', `${suspended}, not accepted`, 'account_suspended'),
    fault('+15005552429', '429 without Retry-After, not accepted', 'rate_limited'),
    struck('+15005552430', '429 with Retry-After: 1, not accepted', [onceASecond]),
    {
      ...struck(
        '+15005552431',
        `429 with Retry-After: 1 on every other create, ${delivered} on the next`,
        [],
      ),
      behaviour: { kind: 'faults', rules: [onceASecond], everyOther: true },
    },
    fault('+15005552500', '500, not accepted', 'server_error_before'),
    fault('+15005552501', `500, but accepted and ${delivered}`, 'server_error_after'),
    fault('+15005552503', '503, not accepted', 'unavailable'),
    fault('+15005552510', 'connection reset, not accepted', 'reset_before'),
    fault('+15005552511', `connection reset, but accepted and ${delivered}`, 'reset_after'),
    fault(
      '+15005552512',
      'connection reset, accepted, no callbacks: only the list can prove it',
      'reset_after',
      'callbacks_lost',
    ),
    fault(
      '+15005552513',
      'as 2512, and the list shows it 2 s late',
      'reset_after',
      'callbacks_lost',
      'list_lag',
    ),
    fault('+15005552520', 'no answer, not accepted', 'hang_before'),
    fault('+15005552521', `no answer, but accepted and ${delivered}`, 'hang_after'),
    struck('+15005552530', 'accepted and answered after 3 s', [slow('slow_accept')]),
    struck('+15005552531', 'accepted at once, answered after 3 s', [slow('slow_answer')]),
    fault('+15005552540', `${created} cut off in the middle, accepted and ${delivered}`, 'truncated_answer'),
    fault('+15005552541', `${created} that is not JSON, accepted and ${delivered}`, 'invalid_answer'),
  ]
}

/** The numbers +1 500 555 3xxx. `failed` is what the carrier's forged callback says. */
export function callbackFaultNumbers({
  delivered,
  failed,
}: {
  delivered: string
  failed: string
}): FaultNumber[] {
  return [
    fault('+15005553000', `${delivered}, no callbacks`, 'callbacks_lost'),
    fault('+15005553001', `${delivered}, each callback 2 s late`, 'callbacks_late'),
    fault('+15005553002', `${delivered}, each callback twice`, 'callbacks_doubled'),
    fault('+15005553003', `${delivered}, callbacks in reverse order`, 'callbacks_reordered'),
    fault('+15005553004', `${delivered}, a forged "${failed}" before each callback`, 'callbacks_forged'),
    fault('+15005553005', `${delivered}, first callback before the create answer`, 'callback_early'),
    fault('+15005553006', `${delivered}, the list shows it 2 s late`, 'list_lag'),
  ]
}

/** The fault rules that recipients bring along, and how often each recipient was written to. */
export type NumberFaults = {
  /** The rules of a create; numbers that are struck every other time are spared on even counts. Counts this create. */
  onCreate(to: string): FaultRule[]
  /** The rules of the message that came of it. */
  of(to: string): FaultRule[]
  clear(): void
}

/** Makes the look-up of fault rules by number. Numbers are given in E.164 with a plus. */
export function createNumberFaults(
  behaviourOf: (to: string) => { kind: string } | FaultBehaviour,
): NumberFaults {
  const createsTo = new Map<string, number>()
  const find = (to: string): FaultBehaviour | undefined => {
    const behaviour = behaviourOf(to)
    return 'rules' in behaviour ? behaviour : undefined
  }
  return {
    of: (to) => find(to)?.rules ?? [],
    onCreate: (to) => {
      const behaviour = find(to)
      if (!behaviour?.everyOther) return behaviour?.rules ?? []
      const count = (createsTo.get(to) ?? 0) + 1
      createsTo.set(to, count)
      return count % 2 === 1 ? behaviour.rules : []
    },
    clear: () => createsTo.clear(),
  }
}

function row(number: string, see: string, behaviour: Life): LifeNumber {
  return { number, see, behaviour }
}

function struck(number: string, see: string, rules: FaultRule[]): FaultNumber {
  return { number, see, behaviour: { kind: 'faults', rules, everyOther: false } }
}

function fault(number: string, see: string, ...names: FaultRule['fault'][]): FaultNumber {
  return struck(
    number,
    see,
    names.map((name) => faultRule({ fault: name })),
  )
}

function slow(fault: 'slow_accept' | 'slow_answer'): FaultRule {
  return faultRule({ fault, delayMs: 3_000 })
}
