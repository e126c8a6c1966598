import type { Answer } from '../core/ending.ts'
import type { Refusal } from '../core/request-faults.ts'
import { REFUSALS, type RefusalCode } from './codes.ts'

/** Answers with a resource. */
export function jsonAnswer(status: number, resource: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(resource)),
    errorCode: null,
  }
}

/** Refuses a request with one of XMS's codes; `text` says what is wrong. */
export function refusal(code: RefusalCode, text: string): Answer {
  return { ...jsonAnswer(REFUSALS[code], { code, text }), errorCode: code }
}

/** A status without a body: how XMS answers 401, and how this simulator answers wherever the body is undocumented. */
export function emptyAnswer(status: number): Answer {
  return { status, headers: {}, body: Buffer.alloc(0), errorCode: null }
}

/** What a fault answers with. XMS documents no body for 429 and 5xx. */
export function faultRefusal(fault: Refusal): Answer {
  switch (fault) {
    case 'reject_auth':
      return emptyAnswer(401)
    case 'account_suspended':
      return refusal('blocked_account', 'the account is blocked')
    case 'rate_limited':
      return emptyAnswer(429)
    case 'server_error':
      return emptyAnswer(500)
    case 'unavailable':
      return emptyAnswer(503)
  }
}
