/** How a guarded fetch ended. Nothing of the body is kept unless all of it came. */
export type FetchResult = FetchedBody | FetchProblem

/** A whole body with its 2xx status. */
export type FetchedBody = {
  readonly kind: 'ok'
  readonly status: number
  /** The URL of the last hop. */
  readonly url: string
  /** As the server sent it; absent if it sent none or several. */
  readonly contentType?: string
  readonly body: Buffer
}

/**
 * Why there is no body. `refused` will be so next time as well, `failed` may pass. `detail` is fit for the
 * user who gave the URL: it names no address, no path and no query.
 */
export type FetchProblem = {
  readonly kind: 'refused' | 'failed'
  readonly code: FetchCode
  readonly detail: string
  /** Of the answer, if one came. */
  readonly status?: number
}

/** Stable words for what went wrong. */
export type FetchCode = keyof typeof kinds

const kinds = {
  url_refused: 'refused',
  address_refused: 'refused',
  redirect_refused: 'refused',
  certificate_refused: 'refused',
  encoding_refused: 'refused',
  headers_too_large: 'refused',
  too_large: 'refused',
  http_status: 'refused',
  dns_failed: 'failed',
  connect_failed: 'failed',
  tls_failed: 'failed',
  timeout: 'failed',
  aborted: 'failed',
  connection_lost: 'failed',
  truncated: 'failed',
  bad_response: 'failed',
} as const

/** Of 4xx only these may pass: timeout, misdirected, too early, too many requests. */
const passingStatuses: readonly number[] = [408, 421, 425, 429]

/** The problem of an answer that is neither a body nor a redirect. */
export function statusProblem(status: number): FetchProblem {
  const isPassing = status >= 500 || passingStatuses.includes(status)
  const kind = isPassing ? 'failed' : kinds.http_status
  return { kind, code: 'http_status', detail: `the host answered ${status}`, status }
}

/** A problem of this code. */
export function problem(code: FetchCode, detail: string, status?: number): FetchProblem {
  return { kind: kinds[code], code, detail, ...(status === undefined ? {} : { status }) }
}
