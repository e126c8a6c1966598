import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { CatalogueRow } from './catalogue/catalogue-row.ts'
import { explainConnectionFault, listConnectionFaults } from './connection-faults.ts'
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
  return catalogue.get(code) ?? explainConnectionFault(code) ?? explainStatus(code)
}

/** Every code of Twilio that is documented, then our words for transport faults. */
export function listCodes(): ErrorExplanation[] {
  return [...catalogue.values(), ...listConnectionFaults()]
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

/** Class of an HTTP error answer that carries no known code. */
export function classifyStatus(status: number): ErrorClass {
  if (status === 429) {
    return 'throttled'
  }
  if (accountStatuses.has(status)) {
    return 'account'
  }
  return refusalStatuses.has(status) ? 'configuration' : 'ambiguous'
}

/** Statuses that every message of the account would meet: credentials, account path, proxy, address. */
const accountStatuses: ReadonlySet<number> = new Set([401, 402, 403, 404, 405, 407, 410, 426])

/** Statuses that certainly refuse this request. 408, 409, 425 and 499 are not among them. */
const refusalStatuses: ReadonlySet<number> = new Set([400, 406, 411, 413, 414, 415, 422, 431])
