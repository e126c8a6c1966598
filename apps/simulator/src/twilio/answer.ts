import type { Answer } from '../core/ending.ts'
import type { Refusal } from '../core/request-faults.ts'
import { REFUSALS } from './codes.ts'

/** A JSON answer. */
export function jsonAnswer(status: number, value: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json;charset=utf-8' },
    body: Buffer.from(JSON.stringify(value)),
    errorCode: null,
  }
}

/** The answer to a successful delete. */
export function emptyAnswer(): Answer {
  return { status: 204, headers: {}, body: Buffer.alloc(0), errorCode: null }
}

/** A refusal in Twilio's shape. Throws on a code that is not in the table, because that is a mistake in this program. */
export function refusal(code: number, detail = ''): Answer {
  const entry = REFUSALS[code]
  if (!entry) throw new Error(`no refusal with code ${code}`)
  const { status } = entry
  const message = entry.message.replace('{}', detail)
  const more_info = `https://www.twilio.com/docs/errors/${code}`
  const answer = jsonAnswer(status, { code, message, more_info, status })
  if (status === 401) answer.headers['www-authenticate'] = 'Basic realm="Twilio API"'
  return { ...answer, errorCode: code }
}

const FAULT_CODES: Readonly<Record<Refusal, number>> = {
  rate_limited: 20429,
  server_error: 20500,
  unavailable: 20503,
  reject_auth: 20003,
  account_suspended: 20005,
}

/** Twilio's answer for a fault. */
export function faultRefusal(fault: Refusal): Answer {
  return refusal(FAULT_CODES[fault])
}
