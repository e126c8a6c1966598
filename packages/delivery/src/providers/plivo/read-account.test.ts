import { describe, expect, test } from 'vitest'
import type { PresentEnv } from '../definition.ts'
import { plivoVariables, readPlivoAccount } from './read-account.ts'

const authId = 'MAXXXXXXXXXXXXXXXXXX'
const powerpack = '1b2a0c2e-1111-2222-3333-444455556666'
const env = {
  PLIVO_AUTH_ID: authId,
  PLIVO_AUTH_TOKEN: 'secret token',
  PLIVO_SENDER_NUMBER: '+14155550100, 14155550102',
}
const context = { requireHttpsMedia: true }

describe('the account of Plivo', () => {
  test('is absent when none of its variables is set', () => {
    expect(readPlivoAccount({ TWILIO_AUTH_TOKEN: 'x' }, context)).toEqual({ kind: 'absent' })
  })

  test('is read with its senders, the first one the default, numbers with and without a plus sign', () => {
    expect(readPlivoAccount(env, context)).toEqual({
      kind: 'account',
      account: {
        provider: 'plivo',
        externalId: authId,
        credentialRef: 'env:PLIVO_AUTH_TOKEN',
        simulated: false,
        senders: [
          { address: '+14155550100', kind: 'number', isDefault: true },
          { address: '+14155550102', kind: 'number', isDefault: false },
        ],
        open: expect.any(Function),
      },
    })
  })

  test('has a Powerpack as its default, alone or beside numbers', () => {
    const sender = { address: powerpack, kind: 'messaging_service', isDefault: true }
    const { PLIVO_SENDER_NUMBER: _numbers, ...rest } = env
    expect(sendersOf({ ...rest, PLIVO_POWERPACK_UUID: powerpack.toUpperCase() })).toEqual([sender])
    expect(sendersOf({ ...env, PLIVO_POWERPACK_UUID: powerpack })).toEqual([
      { address: '+14155550100', kind: 'number', isDefault: false },
      { address: '+14155550102', kind: 'number', isDefault: false },
      sender,
    ])
  })

  test('names where the previous token is and never holds a token itself', () => {
    const reading = readPlivoAccount({ ...env, PLIVO_AUTH_TOKEN_PREVIOUS: 'secret old' }, context)
    expect(reading).toMatchObject({ account: { previousCredentialRef: 'env:PLIVO_AUTH_TOKEN_PREVIOUS' } })
    expect(JSON.stringify(reading)).not.toContain('secret')
  })

  test('is simulated when a simulator stands in, and opens without a connection', async () => {
    const reading = readPlivoAccount(env, { ...context, simulatorUrl: 'http://127.0.0.1:1/plivo' })
    expect(reading).toMatchObject({ account: { simulated: true } })
    if (reading.kind !== 'account') throw new Error('no account')
    const provider = reading.account.open({ totalMs: 1_000, maxConnections: 2 })
    expect(provider.name).toBe('plivo')
    expect(provider.explain('200')?.class).toBe('opt_out')
    await provider.close()
  })

  test('is read from a subaccount and through a proxy', () => {
    const changes = {
      PLIVO_AUTH_ID: 'SAXXXXXXXXXXXXXXXXXX',
      PLIVO_API_BASE_URL: 'https://proxy.example/plivo/',
    }
    expect(readPlivoAccount({ ...env, ...changes }, context).kind).toBe('account')
  })
})

describe('what is wrong is said at once, each line beginning with the variable', () => {
  const table: Record<string, [PresentEnv, RegExp[]]> = {
    'one variable alone': [
      { PLIVO_AUTH_TOKEN_PREVIOUS: 'x' },
      [
        /^PLIVO_AUTH_ID is missing$/,
        /^PLIVO_AUTH_TOKEN is missing$/,
        /^PLIVO_SENDER_NUMBER is missing; set it or PLIVO_POWERPACK_UUID$/,
      ],
    ],
    'an Auth ID of somebody else': [
      { ...env, PLIVO_AUTH_ID: 'AC0123' },
      [/^PLIVO_AUTH_ID is not an Auth ID/],
    ],
    'an Auth ID that leads elsewhere': [{ ...env, PLIVO_AUTH_ID: 'MA123456/../x' }, [/^PLIVO_AUTH_ID /]],
    'a number without country code': [
      { ...env, PLIVO_SENDER_NUMBER: '4155550100' },
      [/^PLIVO_SENDER_NUMBER is not a list of US or Canadian numbers/],
    ],
    'a British number': [{ ...env, PLIVO_SENDER_NUMBER: '+447700900000' }, [/^PLIVO_SENDER_NUMBER /]],
    'a name as sender': [{ ...env, PLIVO_SENDER_NUMBER: 'ACME' }, [/^PLIVO_SENDER_NUMBER /]],
    'an empty place in the list': [
      { ...env, PLIVO_SENDER_NUMBER: '+14155550100,' },
      [/^PLIVO_SENDER_NUMBER /],
    ],
    'a Powerpack by name': [
      { ...env, PLIVO_POWERPACK_UUID: 'my pool' },
      [/^PLIVO_POWERPACK_UUID is not a UUID$/],
    ],
    'a base URL without scheme': [{ ...env, PLIVO_API_BASE_URL: 'api.plivo.com' }, [/^PLIVO_API_BASE_URL /]],
    'a base URL of another scheme': [{ ...env, PLIVO_API_BASE_URL: 'ftp://x' }, [/^PLIVO_API_BASE_URL /]],
    'a base URL with the version': [
      { ...env, PLIVO_API_BASE_URL: 'https://api.plivo.com/v1' },
      [/^PLIVO_API_BASE_URL is not the address that/],
    ],
    'a base URL with a query': [
      { ...env, PLIVO_API_BASE_URL: 'https://api.plivo.com?x=1' },
      [/^PLIVO_API_BASE_URL /],
    ],
    'a base URL with credentials': [
      { ...env, PLIVO_API_BASE_URL: 'https://secret:x@api.plivo.com' },
      [/^PLIVO_API_BASE_URL /],
    ],
    'several at once': [
      { ...env, PLIVO_AUTH_ID: 'x', PLIVO_SENDER_NUMBER: 'x' },
      [/^PLIVO_AUTH_ID /, /^PLIVO_SENDER_NUMBER /],
    ],
  }
  test.for(Object.entries(table))('%s', ([, [given, lines]]) => {
    const reading = readPlivoAccount(given, context)
    expect(reading).toEqual({ kind: 'invalid', problems: lines.map((line) => expect.stringMatching(line)) })
    expect(JSON.stringify(reading)).not.toContain('secret')
  })
})

test('the variables that must be set stand first', () => {
  expect(plivoVariables.slice(0, 3)).toEqual(['PLIVO_AUTH_ID', 'PLIVO_AUTH_TOKEN', 'PLIVO_SENDER_NUMBER'])
})

function sendersOf(given: PresentEnv) {
  const reading = readPlivoAccount(given, context)
  return reading.kind === 'account' ? reading.account.senders : reading
}
