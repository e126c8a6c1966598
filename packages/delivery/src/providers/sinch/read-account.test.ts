import { describe, expect, test } from 'vitest'
import type { AccountSettings } from '../definition.ts'
import { readSinchAccount, sinchVariables } from './read-account.ts'

const env = {
  SINCH_SERVICE_PLAN_ID: '0123456789abcdef0123456789abcdef',
  SINCH_API_TOKEN: 'fedcba9876543210fedcba9876543210',
  SINCH_NUMBER: '+14155550100, 14155550102',
}
const context = { requireHttpsMedia: false }

const problemsOf = (changes: Record<string, string>): readonly string[] => {
  const reading = readSinchAccount({ ...env, ...changes }, context)
  return reading.kind === 'invalid' ? reading.problems : []
}

function accountOf(changes: Record<string, string> = {}): AccountSettings {
  const reading = readSinchAccount({ ...env, ...changes }, context)
  if (reading.kind !== 'account') throw new Error(JSON.stringify(reading))
  return reading.account
}

test('none of its variables means no account', () => {
  expect(readSinchAccount({ TWILIO_AUTH_TOKEN: 'x' }, context)).toEqual({ kind: 'absent' })
})

test('the account is named by its plan, shows no secret, and takes numbers with and without plus', () => {
  const account = accountOf()
  expect(account).toMatchObject({
    provider: 'sinch',
    externalId: env.SINCH_SERVICE_PLAN_ID,
    credentialRef: 'env:SINCH_API_TOKEN',
    simulated: false,
    senders: [
      { address: '+14155550100', kind: 'number', isDefault: true },
      { address: '+14155550102', kind: 'number', isDefault: false },
    ],
  })
  expect(JSON.stringify(account)).not.toContain(env.SINCH_API_TOKEN)
})

test('opening makes no connection', async () => {
  const provider = accountOf().open()
  expect(provider.name).toBe('sinch')
  await provider.close()
})

test('every missing variable is named at once', () => {
  expect(readSinchAccount({ SINCH_REGION: 'us' }, context)).toEqual({
    kind: 'invalid',
    problems: ['SINCH_SERVICE_PLAN_ID is missing', 'SINCH_API_TOKEN is missing', 'SINCH_NUMBER is missing'],
  })
})

describe('a wrong setting gives one line that names it and hides its value', () => {
  test.for([
    [{ SINCH_REGION: 'asia' }, 'SINCH_REGION is not one of us, eu, br, ca, au'],
    [{ SINCH_NUMBER: '+1415' }, 'SINCH_NUMBER is not an E.164 number such as +14155550100'],
    [{ SINCH_NUMBER: '+14155550100,,' }, 'SINCH_NUMBER is not an E.164 number such as +14155550100'],
    [
      { SINCH_API_BASE_URL: 'us.sms.api.sinch.com' },
      'SINCH_API_BASE_URL is not an absolute http or https URL',
    ],
    [{ SINCH_API_BASE_URL: 'ftp://x' }, 'SINCH_API_BASE_URL is not an absolute http or https URL'],
    [
      { SINCH_SERVICE_PLAN_ID: '../x' },
      'SINCH_SERVICE_PLAN_ID is not a service plan id: letters, digits, - and _',
    ],
    [
      { SINCH_API_TOKEN: 'two\nlines' },
      'SINCH_API_TOKEN is not an API token: it has blanks or control characters',
    ],
    [
      { SINCH_WEBHOOK_SECRET_PREVIOUS: 'old' },
      'SINCH_WEBHOOK_SECRET is missing; SINCH_WEBHOOK_SECRET_PREVIOUS only adds to it',
    ],
    [
      { SINCH_WEBHOOK_USER: 'sinch' },
      'SINCH_WEBHOOK_USER and SINCH_WEBHOOK_PASSWORD go together; set both or none',
    ],
    [
      { SINCH_WEBHOOK_USER: 'a:b', SINCH_WEBHOOK_PASSWORD: 'x' },
      'SINCH_WEBHOOK_USER has a colon, which basic authentication cannot carry',
    ],
    [
      { SINCH_WEBHOOK_SECRET: 's', SINCH_WEBHOOK_USER: 'u', SINCH_WEBHOOK_PASSWORD: 'p' },
      'SINCH_WEBHOOK_SECRET and SINCH_WEBHOOK_USER exclude each other; set the one that Sinch uses',
    ],
  ] as const)('%j', ([changes, line]) => {
    expect([...new Set(problemsOf(changes))]).toEqual([line])
  })
})

test('a simulator is used whatever address is configured', () => {
  const changed = { ...env, SINCH_API_BASE_URL: 'https://eu.sms.api.sinch.com' }
  const reading = readSinchAccount(changed, { ...context, simulatorUrl: 'http://127.0.0.1:4010' })
  expect(reading).toMatchObject({ kind: 'account', account: { simulated: true } })
})

test('every variable that is read is listed, the necessary ones first', () => {
  expect(sinchVariables.slice(0, 3)).toEqual(Object.keys(env))
  expect(sinchVariables).toHaveLength(9)
})
