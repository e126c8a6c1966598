import { describe, expect, test } from 'vitest'
import { type AccountChoice, readAccounts } from './read-accounts.ts'

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_PHONE_NUMBER: '+15005550006',
}
const sinch = { SINCH_SERVICE_PLAN_ID: 'plan1', SINCH_API_TOKEN: 'token', SINCH_NUMBER: '14155550100' }

function read(env: Readonly<Record<string, string>>, choice: Partial<AccountChoice> = {}) {
  const reading = readAccounts(env, { requireHttpsMedia: false, ...choice })
  return reading.kind === 'ok'
    ? reading.accounts.map(({ provider, simulated }) => (simulated ? `${provider} simulated` : provider))
    : reading.problems
}

describe('the accounts of an installation', () => {
  test('are all that are configured, the first of the registry being the default', () => {
    expect(read({ ...sinch, ...twilio })).toEqual(['twilio', 'sinch'])
  })

  test('begin with the one that PROVIDER names', () => {
    expect(read({ ...sinch, ...twilio }, { provider: 'sinch' })).toEqual(['sinch', 'twilio'])
  })

  test('are simulated all, or those that are named', () => {
    const simulatorUrl = 'http://127.0.0.1:1'
    expect(read({ ...sinch, ...twilio }, { simulatorUrl })).toEqual(['twilio simulated', 'sinch simulated'])
    const some = { simulatorUrl, simulatedProviders: ['sinch'] as const }
    expect(read({ ...sinch, ...twilio }, some)).toEqual(['twilio', 'sinch simulated'])
  })

  test('none at all is one line that names what each provider needs', () => {
    const [line, ...others] = read({ AWS_REGION: 'us-east-1' })
    expect(others).toEqual([])
    expect(line).toMatch(
      /^no provider is configured: set TWILIO_ACCOUNT_SID, .*PLIVO_AUTH_ID.*SINCH_.*AWS_REGION/,
    )
  })

  test('the default that is named and not configured is one line with its variables', () => {
    expect(read(twilio, { provider: 'plivo' })).toEqual([
      'PROVIDER is plivo, but none of its variables is set: PLIVO_AUTH_ID, PLIVO_AUTH_TOKEN, PLIVO_SENDER_NUMBER',
    ])
  })

  test('what is wrong with several is said together', () => {
    const { SINCH_API_TOKEN: _, ...half } = sinch
    expect(read({ TWILIO_ACCOUNT_SID: 'AC1', ...half })).toEqual([
      expect.stringMatching(/^TWILIO_ACCOUNT_SID is not of the form/),
      'TWILIO_AUTH_TOKEN is missing',
      expect.stringMatching(/^TWILIO_PHONE_NUMBER is missing/),
      'SINCH_API_TOKEN is missing',
    ])
  })
})
