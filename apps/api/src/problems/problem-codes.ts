/** Every error code of the API with its HTTP status: the only place where they meet. */
export const problemCodes = {
  invalid_request: { status: 400, title: 'The request breaks a rule' },
  invalid_cursor: { status: 400, title: 'The cursor does not fit' },
  malformed_body: { status: 400, title: 'The body cannot be read' },
  malformed_url: { status: 400, title: 'The URL cannot be read' },
  malformed_http: { status: 400, title: 'The request is not HTTP' },
  malformed_callback: { status: 400, title: 'The callback cannot be read' },
  key_in_url: { status: 400, title: 'API keys do not belong into URLs' },
  unauthorized: { status: 401, title: 'A valid API key is needed' },
  scope_missing: { status: 403, title: 'The API key may not do this' },
  callback_refused: { status: 403, title: 'The callback is not genuine' },
  not_found: { status: 404, title: 'Nothing is here' },
  message_not_found: { status: 404, title: 'There is no such message' },
  attempt_not_found: { status: 404, title: 'There is no such attempt' },
  method_not_allowed: { status: 405, title: 'The method does not fit this path' },
  request_timeout: { status: 408, title: 'The request took too long to arrive' },
  idempotency_in_flight: { status: 409, title: 'The same request is still being stored' },
  provider_id_mismatch: { status: 409, title: 'The attempt belongs to another provider id' },
  message_not_unknown: { status: 409, title: 'The message needs no resolving' },
  payload_too_large: { status: 413, title: 'The body is too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  idempotency_key_reused: { status: 422, title: 'The idempotency key was used for another request' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  internal_error: { status: 500, title: 'Something broke on our side' },
  database_unavailable: { status: 503, title: 'The database is away' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>

/** A stable error code of the API. */
export type ProblemCode = keyof typeof problemCodes

/** An HTTP status that some error code has. */
export type ProblemStatus = (typeof problemCodes)[ProblemCode]['status']
