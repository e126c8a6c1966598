import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainConnectionFault } from '../http/connection-faults.ts'
import { explainHttpStatus } from '../http/http-status.ts'
import { catalogueRows } from './error-catalogue.data.ts'

/** Class of a code of Sinch; undefined for a code that is not in the catalogue. */
export function classifyCode(code: string): ErrorClass | undefined {
  return (catalogue.get(code) ?? explainFamily(code))?.class
}

/**
 * Plain words for everything this provider can give as a fault code: Sinch's codes, our words for transport faults, and
 * HTTP statuses without a code. Undefined for anything else.
 */
export function explainCode(code: string): ErrorExplanation | undefined {
  return catalogue.get(code) ?? explainFamily(code) ?? explainConnectionFault(code) ?? explainHttpStatus(code)
}

/** Every code of Sinch that is documented. */
export function listCodes(): ErrorExplanation[] {
  return [...catalogue.values()]
}

const catalogue: ReadonlyMap<string, ErrorExplanation> = new Map(
  catalogueRows.flatMap(({ codes, ...words }) => codes.map((code) => [code, { code, ...words }] as const)),
)

/**
 * Codes that are known by their beginning: those of the carriers' MMS centres, which Sinch hands through (2xxx blames the
 * message, 3xxx and 4xxx the centre), and one group of refusals.
 */
function explainFamily(code: string): ErrorExplanation | undefined {
  if (/^missing_dynamic[a-z_]*$/.test(code)) {
    return {
      code,
      class: 'account',
      title: 'Setting of the service plan missing',
      cause: 'The service plan lacks a setting that Sinch needs to fill in values of the message.',
      remedy: 'Ask the account manager at Sinch. The account is held meanwhile.',
    }
  }
  if (/^2\d{3}$/.test(code)) {
    return {
      code,
      class: 'content',
      title: `MMS centre refused (${code})`,
      cause: 'The MMS centre of the carrier refused the message as faulty.',
      remedy: 'Check recipient, text and media. It is not sent again by itself.',
    }
  }
  if (/^[34]\d{3}$/.test(code)) {
    return {
      code,
      class: 'transient',
      title: `MMS centre failed (${code})`,
      cause: 'The MMS centre of the carrier had trouble of its own.',
      remedy: 'Send again in some minutes.',
    }
  }
  return undefined
}
