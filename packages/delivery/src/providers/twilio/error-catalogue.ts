import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainConnectionFault } from '../http/connection-faults.ts'
import { explainHttpStatus } from '../http/http-status.ts'
import type { CatalogueRow } from './catalogue/catalogue-row.ts'
import { catalogueRows } from './error-catalogue.data.ts'

/** Class of a Twilio error code; undefined for a code that is not in the catalogue. */
export function classifyCode(code: string): ErrorClass | undefined {
  return catalogue.get(code)?.class
}

/**
 * Plain words for everything this provider can give as a fault code: Twilio's codes, our words for
 * transport faults, and HTTP statuses without a code. Undefined for anything else.
 */
export function explainCode(code: string): ErrorExplanation | undefined {
  return catalogue.get(code) ?? explainConnectionFault(code) ?? explainHttpStatus(code)
}

/** Every code of Twilio that is documented, and our words for what it says without one. */
export function listCodes(): ErrorExplanation[] {
  return [...catalogue.values()]
}

const catalogue: ReadonlyMap<string, ErrorExplanation> = new Map([
  ...catalogueRows.flatMap(expand),
  own('canceled', 'canceled', [
    'Canceled at Twilio',
    'The message was canceled at Twilio before it was sent.',
    'Send again if it was a mistake.',
  ]),
  own('invalid_response', 'ambiguous', [
    'Answer cannot be believed',
    'Twilio reported success, but the answer names no message of this account.',
    'It is looked up at Twilio before anything else happens. If it lasts, check the base URL.',
  ]),
])

type Words = readonly [title: string, cause: string, remedy: string]

function expand({
  codes,
  class: errorClass,
  title,
  cause,
  remedy,
}: CatalogueRow): [string, ErrorExplanation][] {
  return codes
    .flatMap((entry) => (typeof entry === 'number' ? [entry] : range(entry[0], entry[1])))
    .map((code) => own(String(code), errorClass, [title, cause, remedy]))
}

function own(
  code: string,
  errorClass: ErrorClass,
  [title, cause, remedy]: Words,
): [string, ErrorExplanation] {
  return [code, { code, class: errorClass, title, cause, remedy }]
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}
