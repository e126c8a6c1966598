import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { carrierLines, makePlan } from './plan.mjs'
import { readSettings } from './settings.mjs'

const account = {
  TWILIO_ACCOUNT_SID: `AC${'0a'.repeat(14)}1234`,
  TWILIO_AUTH_TOKEN: '0b'.repeat(16),
  TWILIO_PHONE_NUMBER: '+15005550006',
}
let dir = ''

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heliograph-plan-'))
})
afterEach(() => rmSync(dir, { recursive: true }))

function refusalOf(
  environment: Record<string, string>,
  flags = {},
): { message: string; remedy: string; details: string[] } {
  try {
    makePlan(readSettings(dir, environment), flags)
  } catch (error) {
    return error as ReturnType<typeof refusalOf>
  }
  throw new Error('Nothing was refused')
}

test('the environment wins over .env.local, that over .env, and each value remembers its place', () => {
  writeFileSync(join(dir, '.env'), 'A=file\nB=file\nC=file\n')
  writeFileSync(join(dir, '.env.local'), 'B=local\nC=local\n')
  const settings = readSettings(dir, { C: 'process' })
  expect(settings.values).toEqual({ A: 'file', B: 'local', C: 'process' })
  expect(['A', 'B', 'C'].map(settings.originOf)).toEqual(['.env', '.env.local', 'environment'])
})

test('a blank value in a higher place switches a setting off', () => {
  writeFileSync(join(dir, '.env'), 'TWILIO_ACCOUNT_SID=AC1\n')
  expect(makePlan(readSettings(dir, { TWILIO_ACCOUNT_SID: '' }), {}).isSimulated).toBe(true)
})

test('missing and malformed settings are named together, with the file each came from and without their values', () => {
  writeFileSync(join(dir, '.env'), 'TWILIO_AUTH_TOKEN=not-a-token\nPORT=none\n')
  writeFileSync(join(dir, '.env.local'), 'TWILIO_API_KEY_SID=SK1\n')
  const { message, details } = refusalOf({ TWILIO_PHONE_NUMBER: '5005550006' })
  expect(message).toBe('6 settings are missing or wrong')
  const text = details.join('\n')
  expect(text).toContain('PORT (from .env) is malformed')
  expect(text).toContain('TWILIO_ACCOUNT_SID is missing')
  expect(text).toContain('TWILIO_AUTH_TOKEN (from .env) is malformed')
  expect(text).toContain('TWILIO_PHONE_NUMBER (from environment) is malformed')
  expect(text).toContain('TWILIO_API_KEY_SID (from .env.local) is malformed')
  expect(text).toContain('TWILIO_API_KEY_SECRET is missing')
  expect(text).not.toContain('not-a-token')
})

test('one stray TWILIO_ variable means that Twilio was meant', () => {
  const { details } = refusalOf({ TWILIO_MESSAGING_SERVICE_SID: `MG${'1'.repeat(32)}` })
  expect(details).toHaveLength(2)
})

test('PROVIDER=simulator and --simulator keep a configured carrier out', () => {
  const plans = [
    makePlan(readSettings(dir, { ...account, PROVIDER: 'simulator' }), {}),
    makePlan(readSettings(dir, account), { simulator: true }),
    makePlan(readSettings(dir, account), {}),
  ]
  expect(plans.map(({ isSimulated }) => isSimulated)).toEqual([true, true, false])
})

test('a carrier that is asked for and not configured is simulated, whatever else is configured', () => {
  const plan = makePlan(readSettings(dir, account), { provider: 'sinch' })
  expect(plan).toMatchObject({ provider: 'sinch', isSimulated: true, real: [] })
  expect(refusalOf(account, { provider: 'nexmo' }).remedy).toBe('choose one of twilio, plivo, sinch, aws')
})

test('with several carriers the first lines tell which are real and which is the default', () => {
  const both = { ...account, PLIVO_AUTH_ID: 'MA0123456789ABCDEFGH', PLIVO_AUTH_TOKEN: 'token' }
  const environment = { ...both, PLIVO_SENDER_NUMBER: '+14155550100', PROVIDER: 'plivo' }
  const plan = makePlan(readSettings(dir, environment), {})
  expect(plan.real).toEqual(['plivo', 'twilio'])
  expect(carrierLines(plan).slice(0, 2)).toEqual([
    'REAL carrier: plivo MA…EFGH from +1…0100 (the default)',
    'REAL carrier: twilio AC…1234 from +1…0006',
  ])
})

test('a region or a key of AWS alone means no carrier: other programs use them too', () => {
  const settings = readSettings(dir, { AWS_REGION: 'eu-west-1', AWS_ACCESS_KEY_ID: 'AKIA' })
  expect(makePlan(settings, {})).toMatchObject({ provider: 'twilio', isSimulated: true })
  const { details } = refusalOf({ AWS_REGION: 'eu-west-1', PROVIDER: 'aws' })
  expect(details.join(' ')).toMatch(/S3_BUCKET_NAME is missing.*SNS_ORIGINATION_NUMBER is missing/)
})

test('a real carrier gets no sample without a recipient, and --once then names the missing flag', () => {
  expect(makePlan(readSettings(dir, account), {}).isSampleWanted).toBe(false)
  expect(makePlan(readSettings(dir, account), { to: '+15558675310' }).isSampleWanted).toBe(true)
  expect(refusalOf(account, { once: true }).remedy).toContain('--to')
})

test('the first line about a real carrier tells account and sender by their last digits', () => {
  const [first, ...rest] = carrierLines(makePlan(readSettings(dir, account), {}))
  expect(first).toBe('REAL carrier: twilio AC…1234 from +1…0006')
  expect(rest.join(' ')).toMatch(/PUBLIC_BASE_URL.*polled.*PUBLIC_BASE_URL=https:/)
})

test('a loopback PUBLIC_BASE_URL counts as none with a real carrier', () => {
  const settings = readSettings(dir, { ...account, PUBLIC_BASE_URL: 'http://localhost:3000' })
  expect(makePlan(settings, {}).publicBaseUrl).toBeUndefined()
})
