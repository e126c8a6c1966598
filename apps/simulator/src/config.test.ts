import { expect, test } from 'vitest'
import { carrierNames } from './carriers.ts'
import { readConfig } from './config.ts'

const read = (args: string[], env: Record<string, string> = {}): unknown => {
  const result = readConfig(args, env)
  return result.kind === 'config' ? result.config : result
}

test('by default it listens on this machine only, on port 3001, and speaks every carrier', () => {
  expect(read([])).toMatchObject({
    host: '127.0.0.1',
    port: 3001,
    isExposed: false,
    anySender: false,
    carriers: carrierNames,
  })
})

test('one carrier alone, or some in their usual order', () => {
  expect(read(['--carrier', 'twilio'])).toMatchObject({ carriers: ['twilio'] })
  expect(read(['--carrier', 'plivo', '--carrier', 'twilio'])).toMatchObject({ carriers: ['twilio', 'plivo'] })
  expect(read(['--carrier', 'nobody'])).toMatchObject({
    kind: 'invalid',
    problems: [expect.stringMatching(/--carrier nobody/)],
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
    env: { TWILIO_ACCOUNT_SID: undefined },
  })
})

test('any sender is a wish', () => {
  expect(read(['--any-sender'])).toMatchObject({ anySender: true })
})

test('half an API key, a bad port and an unknown flag are problems', () => {
  expect(read([], { TWILIO_API_KEY_SID: `SK${'a'.repeat(32)}` })).toMatchObject({ kind: 'invalid' })
  expect(read(['--port', '70000'])).toMatchObject({
    kind: 'invalid',
    problems: [expect.stringMatching(/PORT/)],
  })
  expect(read(['--nope'])).toMatchObject({ kind: 'invalid' })
})
