import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainConnectionFault } from '../http/connection-faults.ts'
import { codeRows } from './error-catalogue.data.ts'
import { ownRows } from './own-words.data.ts'

/** Class of a code of Plivo or of ours; undefined for a code that is not in the catalogue. */
export function classifyCode(code: string): ErrorClass | undefined {
  return catalogue.get(code)?.class
}

/**
 * Plain words for everything this provider can give as a fault code: Plivo's codes, our words for its texts and for
 * transport faults, and HTTP statuses. Undefined for anything else.
 */
export function explainCode(code: string): ErrorExplanation | undefined {
  return catalogue.get(code) ?? explainConnectionFault(code) ?? explainStatus(code)
}

/** Every code of Plivo that is documented, then our words for what has no code. */
export function listCodes(): ErrorExplanation[] {
  return [...catalogue.values()]
}

const catalogue: ReadonlyMap<string, ErrorExplanation> = new Map(
  [...codeRows, ...ownRows].map((row) => [row.code, row]),
)

function explainStatus(code: string): ErrorExplanation | undefined {
  const status = /^http_([1-5]\d\d)$/.exec(code)?.[1]
  return status === undefined
    ? undefined
    : {
        code,
        class: classifyStatus(Number(status)),
        title: `HTTP ${status}`,
        cause: `The provider answered with HTTP status ${status} and without an error code of its own.`,
        remedy: 'Check the base URL, the credentials and any proxy in between.',
      }
}

/** Class of an HTTP error answer whose text says nothing more. */
export function classifyStatus(status: number): ErrorClass {
  if (status === 429) return 'throttled'
  if (accountStatuses.has(status)) return 'account'
  return refusalStatuses.has(status) ? 'configuration' : 'ambiguous'
}

/** Statuses that every message of the account would meet: credentials, account path, proxy, address. */
const accountStatuses: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 407, 410, 426])

/** Statuses that certainly refuse this request. 408, 425 and 499 are not among them. */
const refusalStatuses: ReadonlySet<number> = new Set([400, 406, 409, 411, 413, 414, 415, 422, 431])
