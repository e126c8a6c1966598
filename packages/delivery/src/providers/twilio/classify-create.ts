// From the end of one create request to a SendOutcome. Only three things say "not sent": an exchange
// that never started, HTTP 429, and a refusal (4xx) whose code or status is certain. Everything else
// that is not a believable 2xx is ambiguous.
import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { endOfRefusal, endWithoutAnswer, faultOf } from '../end-of-send.ts'
import type { HttpResponse, HttpResult } from '../http/http-client.ts'
import { classifyHttpStatus } from '../http/http-status.ts'
import { readJson } from '../http/read-json.ts'
import { classifyCode, explainCode } from './error-catalogue.ts'
import { reactionTo } from './reaction.ts'
import { readMessage } from './read-message.ts'

/** What the end of a create request means. `nowMs` serves Retry-After dates. */
export function classifyCreate(result: HttpResult, accountSid: string, nowMs: number): SendOutcome {
  return result.kind === 'response'
    ? classifyResponse(result, accountSid, nowMs)
    : endWithoutAnswer(result, explainCode)
}

function classifyResponse(response: HttpResponse, accountSid: string, nowMs: number): SendOutcome {
  if (response.status >= 200 && response.status < 300) {
    return classifySuccess(response, accountSid)
  }
  if (response.status >= 400 && response.status < 500) {
    return classifyRefusal(response, nowMs)
  }
  const code = readCode(response.body) ?? `http_${response.status}`
  return { kind: 'ambiguous', fault: responseFault(response, code, 'ambiguous') }
}

function classifySuccess(response: HttpResponse, accountSid: string): SendOutcome {
  const message = readMessage(readJson(response.body), accountSid)
  if (!message) {
    return { kind: 'ambiguous', fault: responseFault(response, 'invalid_response', 'ambiguous') }
  }
  return { kind: 'accepted', ...message.known, ...trace(response) }
}

function classifyRefusal(response: HttpResponse, nowMs: number): SendOutcome {
  const isThrottled = response.status === 429
  const code = readCode(response.body)
  const errorClass = classifyCode(code ?? '') ?? classifyHttpStatus(response.status)
  // 429 says that the request was not processed, so nothing but a hold can be added to it.
  const known = isThrottled && errorClass !== 'sender' && errorClass !== 'account' ? 'throttled' : errorClass
  const reported = responseFault(response, code ?? `http_${response.status}`, known)
  const reaction = reactionTo(known, reported.code)
  return endOfRefusal(reported, reaction, response, nowMs)
}

/** Error code of a Twilio answer, in its own and in RFC 9457 shape alike. The text is never read. */
function readCode(body: string): string | undefined {
  const json = readJson(body)
  if (typeof json !== 'object' || json === null || !('code' in json)) {
    return undefined
  }
  const code = String(json.code)
  return /^\d{4,6}$/.test(code) ? code : undefined
}

function responseFault(response: HttpResponse, code: string, errorClass: ErrorClass): SendFault {
  return { ...faultOf(explainCode, code, errorClass), ...trace(response) }
}

/** Status and request id for support questions; an id of another shape is not taken over. */
function trace(response: HttpResponse): { httpStatus: number; requestId?: string } {
  const requestId = response.headers['twilio-request-id']
  return requestId !== undefined && /^RQ[0-9a-fA-F]{32}$/.test(requestId)
    ? { httpStatus: response.status, requestId }
    : { httpStatus: response.status }
}
