import { randomUUID } from 'node:crypto'
import type { Answer } from '../core/ending.ts'
import type { Refusal } from '../core/request-faults.ts'

/** A JSON answer; like all of Plivo's it names the API call by an id of its own. */
export function jsonAnswer(status: number, value: object): Answer {
  return json(status, { api_id: randomUUID(), ...value })
}

/** A refusal: a text and no code. */
export function refusal(status: number, error: string): Answer {
  return jsonAnswer(status, { error })
}

/** The answer for a path that leads nowhere: it does not even have an `api_id`. */
export function notFound(): Answer {
  return json(404, { message: 'Not Found' })
}

/** The answer to wrong credentials: a page, not JSON. */
export function unauthorized(): Answer {
  const text = 'Could not verify your access level for that URL.\nYou have to login with proper credentials'
  const answer = page(401, text)
  answer.headers['www-authenticate'] = 'Basic realm="Login Required"'
  return answer
}

/** Plivo's answer for a fault. A 503 comes from the proxy in front, as a page. */
export function faultRefusal(fault: Refusal): Answer {
  switch (fault) {
    case 'rate_limited':
      return refusal(429, 'Too many requests')
    case 'server_error':
      return refusal(500, 'Internal server error')
    case 'unavailable':
      return page(503, '<html><body><h1>503 Service Temporarily Unavailable</h1></body></html>')
    case 'reject_auth':
      return unauthorized()
    case 'account_suspended':
      return refusal(403, 'The account is not verified')
  }
}

function json(status: number, value: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
    errorCode: null,
  }
}

function page(status: number, text: string): Answer {
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8' },
    body: Buffer.from(text),
    errorCode: null,
  }
}
