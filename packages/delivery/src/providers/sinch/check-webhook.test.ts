import { describe, expect, test } from 'vitest'
import type { CallbackRequest } from '../provider.ts'
import { checkWebhook } from './check-webhook.ts'

const request = (authorization?: string | string[]): CallbackRequest => ({
  method: 'POST',
  signedUrl: 'https://gw.example.com/webhooks/sinch/inbound',
  headers: authorization === undefined ? {} : { authorization },
  rawBody: Buffer.from('{}'),
})
const encode = (text: string): string => Buffer.from(text).toString('base64')

describe('basic authentication', () => {
  const proof = { kind: 'basic', user: 'sinch', password: 'pässword:1' } as const
  const check = (authorization?: string | string[]) => checkWebhook(proof, request(authorization), 0).kind

  test('takes exactly the configured user and password', () => {
    expect(check(`Basic ${encode('sinch:pässword:1')}`)).toBe('genuine')
    expect(check(`basic  ${encode('sinch:pässword:1')}`)).toBe('genuine')
  })

  test.for([
    undefined,
    '',
    'Basic ',
    `Bearer ${encode('sinch:pässword:1')}`,
    `Basic ${encode('sinch:pässword:')}`,
    `Basic ${encode('sinch:pässword:12')}`,
    `Basic ${encode('SINCH:pässword:1')}`,
    `Basic ${encode('sinch')}`,
    `Basic ${encode('sinch:pässword:1')} x`,
    `Basic ${'A'.repeat(5_000)}`,
    [`Basic ${encode('sinch:pässword:1')}`],
  ])('refuses %j', (authorization) => {
    expect(check(authorization)).toBe('forged')
  })

  test('an empty password opens nothing', () => {
    const open = { kind: 'basic', user: 'sinch', password: '' } as const
    expect(checkWebhook(open, request(`Basic ${encode('sinch:')}`), 0).kind).toBe('forged')
  })
})

test('with a secret configured, credentials do not stand in for a signature', () => {
  const proof = { kind: 'hmac', secrets: ['s'] } as const
  expect(checkWebhook(proof, request(`Basic ${encode('sinch:s')}`), 0).kind).toBe('forged')
})

test('with nothing configured, nothing is proven', () => {
  expect(checkWebhook({ kind: 'none' }, request(), 0)).toEqual({ kind: 'unproven' })
})
