import { describe, expect, test } from 'vitest'
import { readApiConfig } from '../src/config.ts'

const good = {
  DATABASE_URL: 'postgresql://u@127.0.0.1/x',
  HELIOGRAPH_SECRETS: 'x'.repeat(32),
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'token',
  TWILIO_PHONE_NUMBER: '+15005550006',
}

test('defaults listen on loopback only', () => {
  expect(readApiConfig(good)).toMatchObject({ host: '127.0.0.1', port: 3000, maxConnections: 10 })
})

test('empty variables count as absent', () => {
  expect(readApiConfig({ ...good, PORT: '', HOST: '' })).toMatchObject({ host: '127.0.0.1', port: 3000 })
})

test('all problems are named together, the engine ones and our own', () => {
  const env = {
    ...good,
    DATABASE_URL: 'mysql://x',
    HELIOGRAPH_SECRETS: undefined,
    PORT: 'http',
    DATABASE_POOL: '0',
  }
  expect(() => readApiConfig(env)).toThrow(
    /DATABASE_URL .*\nHELIOGRAPH_SECRETS is missing\nPORT .*\nDATABASE_POOL /,
  )
})

describe('a malformed number is never replaced by a default', () => {
  test.each(['-1', '65536', '3000a', '1e3', '0x10', ' 3000', '3000.5'])('PORT=%s', (port) => {
    expect(() => readApiConfig({ ...good, PORT: port })).toThrow(/^PORT /)
  })
})
