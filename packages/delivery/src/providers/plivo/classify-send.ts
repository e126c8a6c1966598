// From the end of one send call to a SendOutcome. Only three things say "not sent": an exchange that never started, HTTP
// 429, and a refusal (4xx) whose status is certain. Everything else that is not a believable 2xx is ambiguous: Plivo has
// no key that would make a second call harmless.
import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { endOfRefusal, endWithoutAnswer, faultOf } from '../end-of-send.ts'
import type { HttpResponse, HttpResult } from '../http/http-client.ts'
import { readJson } from '../http/read-json.ts'
import { classifyCode, classifyStatus, explainCode } from './error-catalogue.ts'
import { reactionTo } from './reaction.ts'
import { uuidPattern } from './read-message.ts'
import { readRefusal } from './refusal-words.ts'

/** What the end of a send call means. `nowMs` serves Retry-After dates. */
export function classifySend(result: HttpResult, nowMs: number): SendOutcome {
  return result.kind === 'response'
    ? result.status >= 200 && result.status < 300
      ? classifySuccess(result)
      : classifyError(result, nowMs)
    : endWithoutAnswer(result, explainCode)
}

/** One recipient is asked for, so one id comes back. An asynchronous answer has none, and then nothing is known. */
const acceptance = z.object({ message_uuid: z.array(z.string().regex(uuidPattern)).min(1) })

function classifySuccess(response: HttpResponse): SendOutcome {
  const parsed = acceptance.safeParse(readJson(response.body))
  const providerId = parsed.data?.message_uuid[0]
  if (providerId === undefined) {
    return { kind: 'ambiguous', fault: responseFault(response, 'invalid_response', 'ambiguous') }
  }
  return { kind: 'accepted', providerId, status: 'submitted', ...trace(response) }
}

function classifyError(response: HttpResponse, nowMs: number): SendOutcome {
  const word = wordedStatuses.has(response.status) ? readRefusal(response.body) : undefined
  const code = word ?? `http_${response.status}`
  const errorClass = classifyCode(code) ?? classifyStatus(response.status)
  const reported = responseFault(response, code, errorClass)
  const reaction = reactionTo(errorClass)
  return endOfRefusal(reported, reaction, response, nowMs)
}

/** Statuses of a certain refusal whose text may say more. 401 and 429 say everything by themselves. */
const wordedStatuses: ReadonlySet<number> = new Set([400, 402, 403, 404, 409, 422])

function responseFault(response: HttpResponse, code: string, errorClass: ErrorClass): SendFault {
  return { ...faultOf(explainCode, code, errorClass), ...trace(response) }
}

const traced = z.object({ api_id: z.string().regex(uuidPattern) })

/** Status and Plivo's id of the API call for support questions; an id of another shape is not taken over. */
function trace(response: HttpResponse): { httpStatus: number; requestId?: string } {
  const parsed = traced.safeParse(readJson(response.body))
  return parsed.success
    ? { httpStatus: response.status, requestId: parsed.data.api_id }
    : { httpStatus: response.status }
}
