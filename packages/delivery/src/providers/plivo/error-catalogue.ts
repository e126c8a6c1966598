import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainConnectionFault } from '../http/connection-faults.ts'
import { classifyHttpStatus, explainHttpStatus } from '../http/http-status.ts'
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
  const words = explainHttpStatus(code)
  return words === undefined ? undefined : { ...words, class: classifyStatus(Number(code.slice(5))) }
}

/** Class of an HTTP error answer whose text says nothing more. Plivo's 409 certainly refuses the request. */
export function classifyStatus(status: number): ErrorClass {
  return status === 409 ? 'configuration' : classifyHttpStatus(status)
}
