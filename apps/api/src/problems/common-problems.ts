import { idempotencyProblems } from '../idempotent-write.ts'

/** What every route behind a key may answer; for `problemResponses`. */
export const accessProblems = ['key_in_url', 'unauthorized', 'scope_missing', 'database_unavailable'] as const

/** What every route that reads a body may answer; for `problemResponses`. */
export const bodyProblems = [
  'invalid_request',
  'malformed_body',
  'payload_too_large',
  'unsupported_media_type',
] as const

/** What every write with an Idempotency-Key behind a key may answer; for `problemResponses`. */
export const writeProblems = [...bodyProblems, ...idempotencyProblems, ...accessProblems] as const
