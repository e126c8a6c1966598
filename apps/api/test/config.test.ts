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

describe('limits', () => {
  test('have defaults; per recipient and range none with a simulator', () => {
    const { guards } = readApiConfig(good)
    expect(guards.rates).toEqual({ writes: 300, reads: 600, anonymous: 100 })
    expect(guards.quotas).toMatchObject({
      recipientPerHour: 30,
      prefixPerHour: 200,
      dailyMessages: 2_000_000,
    })
    const simulated = { ...good, SIMULATOR_URL: 'http://127.0.0.1:3001' }
    expect(readApiConfig(simulated).guards.quotas).toMatchObject({ recipientPerHour: 0, prefixPerHour: 0 })
    const wanted = { ...simulated, HOURLY_PER_RECIPIENT: '5' }
    expect(readApiConfig(wanted).guards.quotas).toMatchObject({ recipientPerHour: 5, prefixPerHour: 0 })
  })

  test.each(['10.0.0.0/8', '::1,fd00::/8', '127.0.0.1, 10.1.2.3'])('TRUSTED_PROXIES=%s is taken', (list) => {
    const parts = list.split(',').map((part) => part.trim())
    expect(readApiConfig({ ...good, TRUSTED_PROXIES: list }).trustedProxies).toEqual(parts)
  })

  test.each(['true', '1', '10.0.0.0/33', 'fd00::/129', 'example.com', '10.0.0.0/8,', '10.0.0.0/8/8'])(
    'TRUSTED_PROXIES=%s is refused',
    (list) => expect(() => readApiConfig({ ...good, TRUSTED_PROXIES: list })).toThrow(/^TRUSTED_PROXIES /),
  )
})
