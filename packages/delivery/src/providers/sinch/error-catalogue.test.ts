import { errorClasses } from '@heliograph/shared/domain/error-class'
import { expect, test } from 'vitest'
import { catalogueRows } from './error-catalogue.data.ts'
import { classifyCode, explainCode, listCodes } from './error-catalogue.ts'

/** Codes that a request, its batch and its reports can meet, from Sinch's SMS API reference. */
const documentedCodes = `
syntax_invalid_json syntax_invalid_parameter_format syntax_constraint_violation blocked_account illegal_number_type
missing_callback_url unknown_group unknown_campaign 402 403 404 405 406 407 408 410 411 412 413 414 415 416 417 418
2000 2002 2004 2007
`
  .trim()
  .split(/\s+/)

const ownCodes = `
http_401 http_403 http_404 http_429 invalid_response canceled expired deleted aborted rejected failed outcome_unknown
`
  .trim()
  .split(/\s+/)

test.for([...documentedCodes, ...ownCodes])(
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

test('the list is complete and no code stands in two rows', () => {
  const codes = catalogueRows.flatMap(({ codes }) => codes)
  expect(codes.length).toBe(new Set(codes).size)
  expect(codes.toSorted()).toEqual([...documentedCodes, ...ownCodes].toSorted())
  expect(listCodes().map(({ code }) => code)).toEqual(codes)
})

test("codes of the carriers' MMS centres are known by their family", () => {
  expect(['2001', '2999', '3000', '4006'].map(classifyCode)).toEqual([
    'content',
    'content',
    'transient',
    'transient',
  ])
  expect(explainCode('3000')).toMatchObject({ code: '3000', remedy: expect.any(String) })
})

test('wrong credentials and a wrong plan are explained by the variables to check', () => {
  expect(explainCode('http_401')?.cause).toMatch(/SINCH_API_TOKEN.*SINCH_SERVICE_PLAN_ID/)
  expect(explainCode('http_404')?.remedy).toMatch(/SINCH_SERVICE_PLAN_ID.*SINCH_REGION.*SINCH_API_BASE_URL/)
  expect(explainCode('missing_dynamic_value')).toMatchObject({ class: 'account' })
})

test('faults of the connection and bare statuses are explained as well', () => {
  for (const code of ['connect_timeout', 'headers_timeout', 'http_503', 'http_400']) {
    expect(explainCode(code)).toMatchObject({ code, cause: expect.any(String), remedy: expect.any(String) })
  }
})

test('codes that Sinch never documented stay unexplained', () => {
  for (const code of ['0', '999', '69', '', 'constructor', '0402', 'http_99', 'unauthorized', '20000']) {
    expect(explainCode(code)).toBeUndefined()
  }
})
