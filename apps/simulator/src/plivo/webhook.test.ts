import { expect, test } from 'vitest'
import type { DeliveryRequest } from '../core/deliver.ts'
import { defaultSettings } from './settings.ts'
import { signV2, signV3 } from './signature.ts'
import { forgedRequest, signedRequest, webhookPolicy } from './webhook.ts'

const SETTINGS = defaultSettings('token')

test.each([
  [1, [60_000, 120_000, 240_000]],
  [0.01, [600, 1_200, 2_400]],
])('with a time scale of %d the further tries are %j ms apart', (timeScale, pausesMs) => {
  const policy = webhookPolicy({ ...SETTINGS, timeScale })
  expect(policy).toMatchObject({ retries: 3, pausesMs, retryOn: new Set(['ct', 'rt', 'not_200']) })
  expect(policy.totalTimeoutMs).toBeGreaterThan(pausesMs.reduce((sum, ms) => sum + ms, 0))
})

test('every copy is signed under a nonce of its own; a forged one holds under none of its four signatures', () => {
  const webhook = { url: 'https://gw.example.com/hook', method: 'POST', params: { Status: 'sent' } } as const
  const holding = ({ headers, id: nonce }: DeliveryRequest): boolean[] => {
    const v3 = signV3('token', { method: 'POST', url: webhook.url, form: [['Status', 'sent']], nonce })
    const v2 = signV2('token', webhook.url, nonce)
    const name = 'x-plivo-signature'
    return [
      headers[`${name}-v2`] === v2,
      headers[`${name}-ma-v2`] === v2,
      headers[`${name}-v3`] === v3,
      headers[`${name}-ma-v3`] === v3,
    ]
  }
  const [first, second] = [signedRequest(webhook, SETTINGS), signedRequest(webhook, SETTINGS)]
  expect(first.id).not.toBe(second.id)
  expect(holding(first)).toEqual([true, true, true, true])
  expect(holding(second)).toEqual([true, true, true, true])
  expect(holding(forgedRequest(webhook, SETTINGS))).toEqual([false, false, false, false])
})

test('a GET carries its fields in the query, after one that is there already', () => {
  const params = { Status: 'sent', To: '1' }
  const called = (url: string) => signedRequest({ url, method: 'GET', params }, SETTINGS)
  expect(called('https://gw.example.com/hook').url).toBe('https://gw.example.com/hook?Status=sent&To=1')
  expect(called('https://gw.example.com/hook?a=1').url).toBe(
    'https://gw.example.com/hook?a=1&Status=sent&To=1',
  )
  expect(called('https://gw.example.com/hook')).not.toHaveProperty('body')
})
