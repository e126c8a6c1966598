import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'

/** Plain words for `http_503` and the like: an answer without a code of the provider's own; undefined for another code. */
export function explainHttpStatus(code: string): ErrorExplanation | undefined {
  const status = /^http_([1-5]\d\d)$/.exec(code)?.[1]
  return status === undefined
    ? undefined
    : {
        code,
        class: classifyHttpStatus(Number(status)),
        title: `HTTP ${status}`,
        cause: `The provider answered with HTTP status ${status} and without an error code of its own.`,
        remedy: 'Check the base URL, the credentials and any proxy in between.',
      }
}

/** Class of an HTTP error answer that carries no known code. */
export function classifyHttpStatus(status: number): ErrorClass {
  if (status === 429) return 'throttled'
  if (accountStatuses.has(status)) return 'account'
  return refusalStatuses.has(status) ? 'configuration' : 'ambiguous'
}

/** Statuses that every message of the account would meet: credentials, account path, proxy, address. */
const accountStatuses: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 407, 410, 426])

/** Statuses that certainly refuse this request. 408, 409, 425 and 499 are not among them. */
const refusalStatuses: ReadonlySet<number> = new Set([400, 406, 411, 413, 414, 415, 422, 431])
