import type { ErrorClass, ErrorExplanation } from '@heliograph/shared/domain/error-class'
import { explainConnectionFault } from '../http/connection-faults.ts'
import { classifyHttpStatus } from '../http/http-status.ts'
import { accountRows } from './catalogue/account.data.ts'
import type { CatalogueRow } from './catalogue/catalogue-row.ts'
import { eventRows } from './catalogue/events.data.ts'
import { mediaRows } from './catalogue/media.data.ts'
import { messageRows } from './catalogue/message.data.ts'

/** Class of a code; undefined for a code that is not in the catalogue. */
export function classifyCode(code: string): ErrorClass | undefined {
  return catalogue.get(code)?.class
}

/**
 * Class of a certain refusal. A reason that is not known yet keeps the hold of its exception, because the next message
 * would meet it too; any other code that is not known says nothing.
 */
export function classifyRefusal(code: string, status: number): ErrorClass {
  const [name = ''] = code.split('.', 1)
  const known = classifyCode(code) ?? (holding.has(name) ? 'account' : undefined)
  const errorClass = known ?? (code.startsWith('http_') ? classifyHttpStatus(status) : 'unknown')
  // 429 says that the request was not processed, so nothing but a hold can be added to it.
  return status === 429 && errorClass !== 'sender' && errorClass !== 'account' ? 'throttled' : errorClass
}

/**
 * Plain words for everything this provider can give as a fault code: names and reasons of AWS, types of its events, our
 * words for staging and transport faults, HTTP statuses without a name. Undefined for anything else.
 */
export function explainCode(code: string): ErrorExplanation | undefined {
  return catalogue.get(code) ?? explainConnectionFault(code) ?? explainStatus(code)
}

/** Every code of AWS that is documented and our own words for what comes before the request. */
export function listCodes(): ErrorExplanation[] {
  return [...catalogue.values()].filter(({ code }) => explainConnectionFault(code) === undefined)
}

const holding: ReadonlySet<string> = new Set(['AccessDeniedException', 'ServiceQuotaExceededException'])

const catalogue: ReadonlyMap<string, ErrorExplanation> = new Map(
  [...accountRows, ...messageRows, ...mediaRows, ...eventRows].flatMap(expand),
)

function expand({ codes, ...words }: CatalogueRow): [string, ErrorExplanation][] {
  return codes.map((code) => [code, { code, ...words }])
}

function explainStatus(code: string): ErrorExplanation | undefined {
  const status = /^http_([1-5]\d\d)$/.exec(code)?.[1]
  return status === undefined
    ? undefined
    : {
        code,
        class: classifyHttpStatus(Number(status)),
        title: `HTTP ${status}`,
        cause: `AWS, or something on the way to it, answered with HTTP status ${status} and without an error name.`,
        remedy:
          'Check AWS_REGION, AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2, the credentials and any proxy in between.',
      }
}
