// What every adapter makes of the end of a send request. Only three things say "not sent": an exchange that never
// started, a limit that refused it, and a refusal that is certain. A request that went out and has no believable answer
// is ambiguous, whatever the reason.
import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { SendFault, SendOutcome } from '@heliograph/shared/domain/send-outcome'
import type { HttpResponse, HttpResult } from './http/http-client.ts'
import { readRetryAfter } from './http/retry-after.ts'
import type { Reaction } from './reaction.ts'

/** Plain words of a provider for a code; undefined for one that nobody documented. */
export type Explain = (code: string) => ErrorExplanation | undefined

/** A fault in the words of the provider's catalogue, free of what the request or the answer held. */
export function faultOf(explain: Explain, code: string, errorClass: ErrorClass): SendFault {
  return { code, class: errorClass, detail: explain(code)?.title ?? `Unknown error code ${code}` }
}

/** The end of an exchange without a whole answer. */
export function endWithoutAnswer(result: Exclude<HttpResult, HttpResponse>, explain: Explain): SendOutcome {
  if (result.kind === 'not_started') {
    return { kind: 'not_sent', usesAttempt: true, fault: faultOf(explain, result.reason, 'network') }
  }
  const status = result.status === undefined ? {} : { httpStatus: result.status }
  return { kind: 'ambiguous', fault: { ...faultOf(explain, result.reason, 'ambiguous'), ...status } }
}

/** The end that a refusal leads to. `nowMs` serves Retry-After dates; a wait that is asked for wins over a usual one. */
export function endOfRefusal(
  reported: SendFault,
  reaction: Reaction,
  { headers }: Pick<HttpResponse, 'headers'>,
  nowMs: number,
): SendOutcome {
  switch (reaction.kind) {
    case 'reject':
      return { kind: 'rejected', fault: reported }
    case 'prove':
      return { kind: 'ambiguous', fault: reported }
    case 'retry': {
      const { kind: _kind, ...retry } = reaction
      const asked = readRetryAfter(headers['retry-after'], nowMs)
      const wait = asked === undefined ? {} : { retryAfterMs: asked }
      return { kind: 'not_sent', fault: reported, ...retry, ...wait }
    }
  }
}
