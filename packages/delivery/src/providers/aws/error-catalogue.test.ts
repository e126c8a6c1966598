import { AccessDeniedExceptionReason, EventType } from '@aws-sdk/client-pinpoint-sms-voice-v2'
import { errorClasses } from '@heliograph/shared/domain/error-class'
import { describe, expect, test } from 'vitest'
import { awsDefinition } from './aws-definition.ts'
import { classifyCode, classifyRefusal, explainCode, listCodes } from './error-catalogue.ts'
import { readStatus } from './status.ts'

test.for(listCodes().map(({ code }) => code))(
  'code %s has a class, a cause and a remedy in plain words',
  (code) => {
    const explanation = explainCode(code)
    expect(explanation?.code).toBe(code)
    expect(errorClasses).toContain(explanation?.class)
    for (const words of [explanation?.title, explanation?.cause, explanation?.remedy]) {
      expect(words?.trim().length).toBeGreaterThan(5)
    }
  },
)

test('no code is listed twice, and connection faults are left to those who own them', () => {
  const codes = listCodes().map(({ code }) => code)
  expect(codes.length).toBe(new Set(codes).size)
  expect(codes).not.toContain('dns_failed')
})

describe('what AWS can say about a send request has an entry', () => {
  test.for(Object.values(AccessDeniedExceptionReason))('AccessDeniedException.%s', (reason) => {
    expect(classifyCode(`AccessDeniedException.${reason}`)).toBe('account')
  })

  test.for(Object.values(EventType).filter((type) => /^(MEDIA|TEXT)_(?!ALL$)/.test(type)))(
    '%s',
    (eventType) => {
      const reading = readStatus(eventType, true)
      expect(reading).toBeDefined()
      if (reading?.errorCode !== undefined) expect(explainCode(reading.errorCode)?.code).toBe(eventType)
    },
  )
})

describe('the class says who has to act', () => {
  const table: Record<string, string[]> = {
    account: [
      'AccessDeniedException',
      'ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA',
      'UnrecognizedClientException',
      'ResourceNotFoundException.configuration-set',
      'credentials_unavailable',
      'S3.AccessDenied',
    ],
    sender: ['ResourceNotFoundException.pool', 'ConflictException.NUMBER_CAPABILITIES_MISMATCH'],
    opt_out: ['ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT'],
    configuration: ['ConflictException.DESTINATION_PHONE_NUMBER_NOT_VERIFIED', 'MEDIA_FILE_INACCESSIBLE'],
    recipient: ['MEDIA_INVALID', 'TEXT_BLOCKED'],
    content: [
      'ValidationException.MEDIA_TYPE_NOT_SUPPORTED',
      'media_not_allowed',
      'MEDIA_FILE_SIZE_EXCEEDED',
    ],
    filtered: ['MEDIA_SPAM', 'TEXT_CARRIER_BLOCKED'],
    throttled: ['ThrottlingException'],
    transient: ['MEDIA_UNREACHABLE', 'S3.SlowDown', 'media_unavailable'],
    expired: ['MEDIA_TTL_EXPIRED'],
    ambiguous: ['InternalServerException', 'invalid_response'],
    unknown: ['MEDIA_UNKNOWN'],
  }
  test.for(Object.entries(table))('%s', ([errorClass, codes]) => {
    expect(codes.map((code) => classifyCode(code))).toEqual(codes.map(() => errorClass))
  })
})

test('a reason that is not known keeps the hold of its exception, any other code is unknown', () => {
  expect(classifyRefusal('ServiceQuotaExceededException.BRAND_NEW', 400)).toBe('account')
  expect(classifyRefusal('ConflictException.BRAND_NEW', 400)).toBe('unknown')
  expect(classifyRefusal('constructor', 400)).toBe('unknown')
})

test('codes that AWS never documented stay unexplained, what has no code of AWS is explained', () => {
  for (const code of ['', 'constructor', 'ConflictException.BRAND_NEW', 'MEDIA_', 'http_99']) {
    expect(explainCode(code)).toBeUndefined()
  }
  for (const code of ['connect_timeout', 'headers_timeout', 'http_503', 'http_403']) {
    expect(explainCode(code)?.code).toBe(code)
  }
  expect(explainCode('dns_failed')).toMatchObject({
    class: 'network',
    remedy: expect.stringContaining('AWS_REGION'),
  })
})

test('a code leads to the page that documents it', () => {
  const pages = [
    'MEDIA_SPAM',
    'S3.NoSuchBucket',
    'ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT',
    'http_503',
    'media_refused',
  ]
  expect(pages.map((code) => awsDefinition.documentationUrl(code))).toEqual([
    expect.stringContaining('event-types'),
    expect.stringContaining('ErrorResponses'),
    expect.stringContaining('API_SendMediaMessage'),
    null,
    null,
  ])
})
