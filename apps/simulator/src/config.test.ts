import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const read = (args: string[], env: Record<string, string> = {}): unknown => {
  const result = readConfig(args, env)
  return result.kind === 'config' ? result.config : result
}

test('by default it listens on this machine only, on port 3001, as one sender', () => {
  expect(read([])).toMatchObject({
    host: '127.0.0.1',
    port: 3001,
    isExposed: false,
    senders: ['+15005550006'],
  })
})

test.each([
  [['--expose'], {}, '0.0.0.0', true],
  [[], { HOST: '0.0.0.0' }, '0.0.0.0', true],
  [[], { HOST: '::' }, '::', true],
  [[], { HOST: '::1' }, '::1', false],
  [[], { HOST: 'localhost' }, 'localhost', false],
  [['--expose'], { HOST: '10.0.0.5' }, '10.0.0.5', true],
])('%j with %j listens on %s, exposed: %s', (args, env, host, isExposed) => {
  expect(read(args, env)).toMatchObject({ host, isExposed })
})

test('the command line wins over PORT, and empty variables count as absent', () => {
  expect(read(['--port', '4000'], { PORT: '5000', TWILIO_ACCOUNT_SID: '' })).toMatchObject({
    port: 4000,
    accountSid: undefined,
  })
})

test('own senders are added, any sender is a wish', () => {
  expect(read(['--any-sender'], { TWILIO_PHONE_NUMBER: '+14155550100, +14155550101' })).toMatchObject({
    senders: ['+15005550006', '+14155550100', '+14155550101', '*'],
  })
})

test('half an API key, a bad port and an unknown flag are problems', () => {
  expect(read([], { TWILIO_API_KEY_SID: `SK${'a'.repeat(32)}` })).toMatchObject({ kind: 'invalid' })
  expect(read(['--port', '70000'])).toMatchObject({
    kind: 'invalid',
    problems: [expect.stringMatching(/PORT/)],
  })
  expect(read(['--nope'])).toMatchObject({ kind: 'invalid' })
})
