import type { HttpResult } from './http-client.ts'
import { readRetryAfter } from './retry-after.ts'

/** A question that the provider did not answer, in words, with the wait it asked for. */
export function unavailable(result: HttpResult): {
  readonly kind: 'unavailable'
  readonly detail: string
  readonly retryAfterMs?: number
} {
  if (result.kind !== 'response') {
    return { kind: 'unavailable', detail: result.reason }
  }
  const retryAfterMs = readRetryAfter(result.headers['retry-after'], Date.now())
  return {
    kind: 'unavailable',
    detail: `http_${result.status}`,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  }
}
