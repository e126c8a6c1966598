// Answers a request under the faults that strike it, in the order in which they would come in the real world: nothing
// answers, the edge refuses, the account refuses, the answer gets lost.
import type { CarrierCore } from './carrier.ts'
import type { Answer, Ending } from './ending.ts'
import type { FaultRule } from './fault-rule.ts'
import type { FaultCandidate, RequestFaults } from './faults.ts'
import type { LedgerEntry } from './ledger.ts'

/** The faults that answer in the carrier's own words. */
export type Refusal = 'rate_limited' | 'server_error' | 'unavailable' | 'reject_auth' | 'account_suspended'

/** One API request on its way to an answer. */
export type Visit = {
  /** Absent when the request leads nowhere: then no fault strikes it. */
  candidate: FaultCandidate | undefined
  /** Present on a create. */
  entry: LedgerEntry | undefined
  /** The carrier's answer for a fault of this kind. */
  refuse(refusal: Refusal): Answer
  /** Checks the request and carries it out. Not called when a fault comes before it. */
  admit(): Answer | Promise<Answer>
}

const DEFAULT_HANG_MS = 120_000
const DEFAULT_SLOW_MS = 1_000

/** Carries a request out unless a fault comes first, and says how it ends. The ledger's entry is told of both. */
export async function answerUnderFaults(
  core: Pick<CarrierCore, 'timers' | 'faults'>,
  visit: Visit,
): Promise<Ending> {
  const faults = visit.candidate ? core.faults.forRequest(visit.candidate) : NONE
  for (const rule of [faults.slow, faults.fatal]) if (rule) visit.entry?.faults.push(rule.fault)
  const ending = await decide(core, visit, faults)
  if (visit.entry) note(visit.entry, ending)
  return ending
}

const NONE: RequestFaults = { slow: undefined, fatal: undefined }

async function decide(
  core: Pick<CarrierCore, 'timers'>,
  visit: Visit,
  { slow, fatal }: RequestFaults,
): Promise<Ending> {
  await slowDown(core, slow, 'slow_accept')
  const before = endingBefore(fatal, visit)
  if (before) return before
  const answer = await visit.admit()
  await slowDown(core, slow, 'slow_answer')
  // A refused request cannot be "accepted and then lost": it is answered as it is.
  return answer.status < 300 ? endingAfter(fatal, answer, visit) : { kind: 'answer', answer }
}

async function slowDown(
  { timers }: Pick<CarrierCore, 'timers'>,
  rule: FaultRule | undefined,
  fault: FaultRule['fault'],
): Promise<void> {
  if (rule?.fault === fault) await timers.sleep(rule.delayMs ?? DEFAULT_SLOW_MS)
}

function endingBefore(rule: FaultRule | undefined, visit: Visit): Ending | undefined {
  switch (rule?.fault) {
    case 'rate_limited':
    case 'unavailable':
    case 'reject_auth':
    case 'account_suspended':
      return refused(visit.refuse(rule.fault), rule)
    case 'server_error_before':
      return refused(visit.refuse('server_error'), rule)
    case 'reset_before':
      return { kind: 'reset' }
    case 'hang_before':
      return { kind: 'hang', hangMs: rule.delayMs ?? DEFAULT_HANG_MS }
    default:
      return undefined
  }
}

function endingAfter(rule: FaultRule | undefined, answer: Answer, visit: Visit): Ending {
  switch (rule?.fault) {
    case 'server_error_after':
      return refused(visit.refuse('server_error'), rule)
    case 'reset_after':
      return { kind: 'reset' }
    case 'hang_after':
      return { kind: 'hang', hangMs: rule.delayMs ?? DEFAULT_HANG_MS }
    case 'truncated_answer':
      return { kind: 'truncated', answer }
    case 'invalid_answer':
      return { kind: 'invalid', answer }
    default:
      return { kind: 'answer', answer }
  }
}

function refused(answer: Answer, { retryAfterSeconds }: FaultRule): Ending {
  if (retryAfterSeconds === undefined) return { kind: 'answer', answer }
  const headers = { ...answer.headers, 'retry-after': String(retryAfterSeconds) }
  return { kind: 'answer', answer: { ...answer, headers } }
}

function note(entry: LedgerEntry, ending: Ending): void {
  entry.answer = ending.kind === 'answer' ? ending.answer.status : ending.kind
  entry.errorCode = ending.kind === 'answer' ? ending.answer.errorCode : null
}
