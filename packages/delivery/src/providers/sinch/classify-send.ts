// From the end of one batch request to a SendOutcome. Only three things say "not sent": an exchange that never started,
// HTTP 429, and a refusal (4xx) whose code or status is certain. Everything else that is not a believable 2xx is ambiguous.
import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { z } from 'zod'
import { endOfRefusal, endWithoutAnswer, faultOf } from '../end-of-send.ts'
import type { HttpResponse, HttpResult } from '../http/http-client.ts'
import { classifyHttpStatus } from '../http/http-status.ts'
import { readJson } from '../http/read-json.ts'
import { reactionTo } from '../reaction.ts'
import { classifyCode, explainCode } from './error-catalogue.ts'
import { readBatch } from './read-batch.ts'

/** What the end of a batch request with this `client_reference` means. `nowMs` serves Retry-After dates. */
export function classifySend(result: HttpResult, reference: string, nowMs: number): SendOutcome {
  return result.kind === 'response'
    ? classifyResponse(result, reference, nowMs)
    : endWithoutAnswer(result, explainCode)
}

function classifyResponse(response: HttpResponse, reference: string, nowMs: number): SendOutcome {
  if (response.status >= 200 && response.status < 300) return classifySuccess(response, reference)
  if (response.status >= 400 && response.status < 500) return classifyRefusal(response, nowMs)
  return { kind: 'ambiguous', fault: responseFault(response, readCode(response), 'ambiguous') }
}

function classifySuccess(response: HttpResponse, reference: string): SendOutcome {
  const batch = readBatch(readJson(response.body))
  // An answer that names another attempt is somebody else's, whatever stands between us and Sinch.
  if (batch === undefined || (batch.reference !== undefined && batch.reference !== reference)) {
    return { kind: 'ambiguous', fault: responseFault(response, 'invalid_response', 'ambiguous') }
  }
  return {
    kind: 'accepted',
    providerId: batch.id,
    status: 'submitted',
    ...(batch.from === undefined ? {} : { from: batch.from }),
    mediaCount: 1,
    httpStatus: response.status,
  }
}

function classifyRefusal(response: HttpResponse, nowMs: number): SendOutcome {
  const code = readCode(response)
  const errorClass = classifyCode(code) ?? classifyHttpStatus(response.status)
  // 429 says that the request was not processed, so nothing but a hold can be added to it.
  const isPlainLimit = response.status === 429 && errorClass !== 'sender' && errorClass !== 'account'
  const reported = responseFault(response, code, isPlainLimit ? 'throttled' : errorClass)
  const reaction = reactionTo(reported.class)
  return endOfRefusal(reported, reaction, response, nowMs)
}

/** Error code of an answer, flat or in the older nested form, else its status. 401 has no body. Texts are never read. */
function readCode({ status, body }: HttpResponse): string {
  const parsed = errorBody.safeParse(readJson(body))
  return parsed.success ? parsed.data : `http_${status}`
}

const errorCode = z.string().regex(/^[a-z][a-z0-9_]{2,63}$/)

const errorBody = z.union([
  z.object({ code: errorCode }).transform(({ code }) => code),
  z.object({ error: z.object({ code: errorCode }) }).transform(({ error }) => error.code),
])

function responseFault({ status }: HttpResponse, code: string, errorClass: ErrorClass): SendFault {
  return { ...faultOf(explainCode, code, errorClass), httpStatus: status }
}
