import { errorClasses } from '@heliograph/shared/domain/error-class'
import { describe, expect, test } from 'vitest'
import { codeRows } from './error-catalogue.data.ts'
import { classifyCode, classifyStatus, explainCode, listCodes } from './error-catalogue.ts'
import { ownRows } from './own-words.data.ts'

/** Codes of Plivo's documents and those that have been seen without a description. */
const documentedCodes =
  '10 20 30 40 50 60 70 80 90 100 110 120 200 201 300 420 450 451 452 890 900 910 950 1000 2403'.split(' ')

test.for([...documentedCodes, ...ownRows.map(({ code }) => code)])(
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

test('no code stands in two rows and none is left out', () => {
  expect(codeRows.map(({ code }) => code).toSorted()).toEqual(documentedCodes.toSorted())
  expect(listCodes()).toHaveLength(codeRows.length + ownRows.length)
})

describe('the class says who has to act', () => {
  const table: Record<string, string[]> = {
    account: ['900', '910', 'insufficient_credit', 'http_401', 'http_403', 'http_404'],
    sender: ['40', 'src_refused'],
    configuration: ['201', '450', '451', '452', '890', '950', 'http_400', 'destination_barred'],
    recipient: ['50', '60', '70', 'dst_refused'],
    content: ['10', '110', '120', 'media_refused'],
    opt_out: ['200'],
    filtered: ['30', '100'],
    throttled: ['http_429'],
    transient: ['20', '80', '90', '300', '1000'],
    expired: ['420'],
    ambiguous: ['http_500', 'http_503', 'invalid_response'],
  }
  test.for(Object.entries(table))('%s', ([errorClass, codes]) => {
    expect(codes.map((code) => classifyCode(code))).toEqual(codes.map(() => errorClass))
  })

  test('a status has the same class with words of its own and without', () => {
    for (const { code, class: errorClass } of ownRows) {
      const status = /^http_(\d+)$/.exec(code)?.[1]
      if (status !== undefined) expect(classifyStatus(Number(status))).toBe(errorClass)
    }
  })
})

test('codes that Plivo never documented stay unexplained', () => {
  for (const code of ['99999', '', 'constructor', '000', '010', 'http_99']) {
    expect(explainCode(code)).toBeUndefined()
  }
})

test('every fault that has no code of Plivo is explained as well', () => {
  for (const code of ['connect_timeout', 'dns_failed', 'headers_timeout', 'http_418', 'http_599']) {
    expect(explainCode(code)).toMatchObject({ code, cause: expect.any(String), remedy: expect.any(String) })
  }
})

test('an HTTP status alone refuses only where the refusal is certain', () => {
  const classes = Object.fromEntries(
    [302, 400, 401, 402, 403, 404, 405, 408, 409, 418, 422, 425, 429, 499, 500, 502, 503, 504].map(
      (status) => [status, classifyStatus(status)],
    ),
  )
  expect(classes).toEqual({
    302: 'ambiguous',
    400: 'configuration',
    401: 'account',
    402: 'account',
    403: 'account',
    404: 'account',
    405: 'account',
    408: 'ambiguous',
    409: 'configuration',
    418: 'ambiguous',
    422: 'configuration',
    425: 'ambiguous',
    429: 'throttled',
    499: 'ambiguous',
    500: 'ambiguous',
    502: 'ambiguous',
    503: 'ambiguous',
    504: 'ambiguous',
  })
})
