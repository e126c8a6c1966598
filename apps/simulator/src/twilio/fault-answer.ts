import type { FaultRule } from '../core/fault-rule.ts'
import { type Answer, refusal } from './answer.ts'
import type { Ending } from './send-ending.ts'

const DEFAULT_HANG_MS = 120_000

/** How a request ends that is struck before anything is accepted; undefined when it goes through. */
export function faultBefore(rule: FaultRule | undefined): Ending | undefined {
  switch (rule?.fault) {
    case 'rate_limited':
      return refused(20429, rule)
    case 'server_error_before':
      return refused(20500, rule)
    case 'unavailable':
      return refused(20503, rule)
    case 'reject_auth':
      return refused(20003, rule)
    case 'account_suspended':
      return refused(20005, rule)
    case 'reset_before':
      return { kind: 'reset' }
    case 'hang_before':
      return { kind: 'hang', hangMs: rule.delayMs ?? DEFAULT_HANG_MS }
    default:
      return undefined
  }
}

/** How a request ends that was carried out: with its answer, or with what a fault makes of it. */
export function faultAfter(rule: FaultRule | undefined, answer: Answer): Ending {
  switch (rule?.fault) {
    case 'server_error_after':
      return refused(20500, rule)
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

function refused(code: number, { retryAfterSeconds }: FaultRule): Ending {
  const answer = refusal(code)
  if (retryAfterSeconds !== undefined) answer.headers['retry-after'] = String(retryAfterSeconds)
  return { kind: 'answer', answer }
}
