// From the end of one send request to a SendOutcome. Only three things say "not sent": an exchange that never started,
// throttling, and a refusal (4xx) whose name or status is certain. Everything else that is not a believable 2xx is
// ambiguous. Errors are told apart by name: the SDK gives those it does not know its base class.
import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { endOfRefusal, endWithoutAnswer, faultOf } from '../end-of-send.ts'
import type { HttpResponse } from '../http/http-client.ts'
import { classifyHttpStatus } from '../http/http-status.ts'
import { reactionTo } from '../reaction.ts'
import { classifyRefusal, explainCode } from './error-catalogue.ts'
import { messageIdPattern } from './message-id.ts'
import type { CallEnd } from './sms-voice-api.ts'

/** What the end of a send request means. `nowMs` serves Retry-After dates. */
export function classifySend({ exchange, parsed }: CallEnd, nowMs: number): SendOutcome {
  return exchange.kind === 'response'
    ? classifyResponse(exchange, parsed, nowMs)
    : endWithoutAnswer(exchange, explainCode)
}

function classifyResponse(response: HttpResponse, parsed: CallEnd['parsed'], nowMs: number): SendOutcome {
  const { status } = response
  if (status >= 200 && status < 300) {
    return classifySuccess(response, parsed)
  }
  const code = (parsed.status === 'rejected' ? readCode(parsed.reason) : undefined) ?? `http_${status}`
  if (classifyHttpStatus(status) === 'ambiguous') {
    return { kind: 'ambiguous', fault: responseFault(response, code, 'ambiguous') }
  }
  return refuse(response, code, nowMs)
}

function classifySuccess(response: HttpResponse, parsed: CallEnd['parsed']): SendOutcome {
  const providerId = parsed.status === 'fulfilled' ? (parsed.value.MessageId ?? '') : ''
  if (!messageIdPattern.test(providerId)) {
    return { kind: 'ambiguous', fault: responseFault(response, 'invalid_response', 'ambiguous') }
  }
  return { kind: 'accepted', providerId, status: 'submitted', ...trace(response) }
}

function refuse(response: HttpResponse, code: string, nowMs: number): SendOutcome {
  const errorClass = classifyRefusal(code, response.status)
  const reported = responseFault(response, code, errorClass)
  const reaction = reactionTo(errorClass)
  return endOfRefusal(reported, reaction, response, nowMs)
}

/** `$fault` tells an error that AWS named from one of JavaScript, such as the SyntaxError of a page that is no JSON. */
const awsError = z.object({
  name: z.string().regex(/^(?!Unknown$|Error$)[A-Za-z]{1,80}$/),
  $fault: z.enum(['client', 'server']),
  Reason: z
    .string()
    .regex(/^[A-Z][A-Z0-9_]{1,99}$/)
    .optional()
    .catch(undefined),
  ResourceType: z
    .string()
    .regex(/^[a-z][a-z-]{1,59}$/)
    .optional()
    .catch(undefined),
})

/** Stable code of an error: its name, with the reason or the kind of resource that is missing. The text is never read. */
function readCode(error: unknown): string | undefined {
  const known = awsError.safeParse(error).data
  const detail = known?.Reason ?? known?.ResourceType
  return detail === undefined ? known?.name : `${known?.name}.${detail}`
}

function responseFault(response: HttpResponse, code: string, errorClass: ErrorClass): SendFault {
  return { ...faultOf(explainCode, code, errorClass), ...trace(response) }
}

/** Status and request id for support questions; an id of another shape is not taken over. */
function trace(response: HttpResponse): { httpStatus: number; requestId?: string } {
  const requestId = response.headers['x-amzn-requestid']
  return requestId !== undefined && /^[0-9A-Za-z-]{20,60}$/.test(requestId)
    ? { httpStatus: response.status, requestId }
    : { httpStatus: response.status }
}
