import { isDatabaseAway } from '@heliograph/delivery/db/database-away'
import type { Problem } from '@heliograph/shared/contracts/problem'
import { type ProblemCode, problemCodes } from './problem-codes.ts'
import { Refusal } from './refusal.ts'

/** Content type of every error body (RFC 9457). */
export const problemType = 'application/problem+json; charset=utf-8'

/** The refusal that any error amounts to. What is not known becomes `internal_error` and says nothing about itself. */
export function toRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error
  const known = knownErrors[codeOf(error)]
  if (known !== undefined) return new Refusal(...known)
  if (error instanceof SyntaxError && 'statusCode' in error && error.statusCode === 400) {
    return new Refusal(...unreadableBody)
  }
  if (isDatabaseAway(error)) {
    return new Refusal('database_unavailable', tryAgain, { headers: { 'retry-after': '2' }, cause: error })
  }
  return new Refusal(
    'internal_error',
    'the fault is ours and was logged; quote the request id when you ask',
    {
      cause: error,
    },
  )
}

/** Body of an error answer. */
export function toProblem(refusal: Refusal, requestId: string): Problem {
  const { status, title } = problemCodes[refusal.code]
  const field = refusal.problems[0]?.field
  return {
    type: `urn:heliograph:problem:${refusal.code}`,
    title,
    status,
    code: refusal.code,
    detail: refusal.message,
    ...(field === undefined ? {} : { field, errors: [...refusal.problems] }),
    ...(refusal.badItems === undefined ? {} : { badItems: refusal.badItems }),
    requestId,
  }
}

type Answer = readonly [code: ProblemCode, detail: string]

// A connection that broke may have broken after the commit, so the outcome is not known.
const tryAgain =
  'try again in a moment; repeat a POST with its Idempotency-Key, so that it cannot count twice'

const unreadableBody: Answer = ['malformed_body', 'the body is not valid JSON in UTF-8']

const knownErrors: Readonly<Record<string, Answer>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: [
    'unsupported_media_type',
    'send the body as Content-Type: application/json',
  ],
  FST_ERR_CTP_BODY_TOO_LARGE: ['payload_too_large', 'a request may have 256 KiB; send media as URLs'],
  FST_ERR_CTP_EMPTY_JSON_BODY: ['malformed_body', 'the body is empty; send a JSON object'],
  FST_ERR_CTP_INVALID_JSON_BODY: unreadableBody,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: ['malformed_body', 'the body is not as long as Content-Length says'],
  FST_ERR_BAD_URL: ['malformed_url', 'the path has a broken percent-encoding'],
  FST_ERR_MAX_PARAM_LENGTH: ['not_found', 'there is nothing at this path; see /docs'],
  HPE_HEADER_OVERFLOW: ['headers_too_large', 'all headers together may have 16 KiB'],
  ERR_HTTP_REQUEST_TIMEOUT: ['request_timeout', 'send the whole request within 15 seconds'],
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}
