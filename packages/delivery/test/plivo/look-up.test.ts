import { describe, expect, test } from 'vitest'
import { openPlivo } from '../../src/providers/plivo/open-plivo.ts'
import type { LookUp } from '../../src/providers/provider.ts'
import { type Answer, type ArrivedRequest, openHttpStub, reply } from '../http-stub.ts'
import {
  apiId,
  errorBody,
  messageRecord,
  messagesPath,
  messageUuid,
  settingsFor,
  unauthorizedPage,
} from './plivo-answers.ts'

const never = new AbortController().signal

async function lookUpAt(
  answer: Answer,
  id = messageUuid,
): Promise<{ found: LookUp; requests: readonly ArrivedRequest[] }> {
  await using carrier = await openHttpStub(answer)
  const provider = openPlivo(settingsFor(carrier.baseUrl))
  const found = await provider.lookUp(id, never)
  await provider.close()
  return { found, requests: carrier.requests }
}

const lookUpOf = async (overrides: Record<string, unknown>): Promise<LookUp> =>
  (await lookUpAt((socket) => reply(socket, 200, messageRecord(overrides)))).found

describe('look-up by id', () => {
  test('a delivered message comes with number, segments and price', async () => {
    const record = messageRecord({ message_state: 'delivered', error_code: '000', total_amount: '0.01800' })
    const { found, requests } = await lookUpAt((socket) => reply(socket, 200, record))
    expect(found).toEqual({
      kind: 'found',
      to: '+14155550101',
      message: {
        providerId: messageUuid,
        status: 'delivered',
        from: '+14155550100',
        segments: 1,
        price: '0.01800',
        priceUnit: 'USD',
      },
    })
    expect(requests).toMatchObject([{ method: 'GET', path: `${messagesPath}${messageUuid}/`, body: '' }])
    expect(requests[0]?.headers['authorization']).toMatch(/^Basic /)
  })

  test('a message that waits has neither price nor code', async () => {
    expect(await lookUpOf({})).toEqual({
      kind: 'found',
      to: '+14155550101',
      message: { providerId: messageUuid, status: 'submitted', from: '+14155550100', segments: 1 },
    })
  })

  test.for([
    ['120', 'content'],
    ['200', 'opt_out'],
    [420, 'expired'],
    ['900', 'account'],
    ['31337', 'unknown'],
  ] as const)('a failed message comes with code %s and class %s', async ([code, errorClass]) => {
    const found = await lookUpOf({ message_state: 'failed', error_code: code })
    expect(found).toMatchObject({ message: { status: 'failed', errorCode: String(code), errorClass } })
  })

  test('numbers written as strings and strings written as numbers are read alike', async () => {
    const found = await lookUpOf({
      units: '2',
      total_amount: 0.036,
      message_state: 'sent',
      message_type: 'sms',
    })
    expect(found).toMatchObject({ message: { segments: 2, price: '0.036', status: 'sent', mediaCount: 0 } })
  })

  test('a Powerpack that has not picked a number leaves the sender open', async () => {
    const found = await lookUpOf({ from_number: null, units: 0 })
    expect(found).toEqual({
      kind: 'found',
      to: '+14155550101',
      message: { providerId: messageUuid, status: 'submitted' },
    })
  })

  test('a state that is not known yet does not make the message look lost', async () => {
    expect(await lookUpOf({ message_state: 'pondering' })).toMatchObject({
      kind: 'found',
      message: { status: 'submitted' },
    })
  })

  test("only Plivo's own 404 means absent", async () => {
    const own = await lookUpAt((socket) => reply(socket, 404, errorBody('not found')))
    expect(own.found).toEqual({ kind: 'absent' })
    for (const body of [
      { message: 'Not Found' },
      '<html>nginx</html>',
      { api_id: 'x', error: 'not found' },
    ]) {
      const other = await lookUpAt((socket) => reply(socket, 404, body))
      expect(other.found).toEqual({ kind: 'unavailable', detail: 'http_404' })
    }
  })

  test('an id that cannot be one is absent without a request', async () => {
    const { found, requests } = await lookUpAt((socket) => reply(socket, 200, {}), '../../Account')
    expect(found).toEqual({ kind: 'absent' })
    expect(requests).toEqual([])
  })

  const unavailable: [name: string, Answer, detail: string][] = [
    ['401', (socket) => reply(socket, 401, unauthorizedPage), 'http_401'],
    ['500', (socket) => reply(socket, 500, errorBody('oops')), 'http_500'],
    ['reset', (socket) => socket.resetAndDestroy(), 'connection_lost'],
    ['no JSON', (socket) => reply(socket, 200, 'hello'), 'invalid_response'],
    ['an answer without state', (socket) => reply(socket, 200, { api_id: apiId }), 'invalid_response'],
    [
      'another message',
      (socket) => reply(socket, 200, messageRecord({ message_uuid: apiId })),
      'invalid_response',
    ],
    [
      'an inbound message',
      (socket) => reply(socket, 200, messageRecord({ message_direction: 'inbound' })),
      'invalid_response',
    ],
    [
      'more than 64 KiB',
      (socket) => reply(socket, 200, messageRecord({ x: 'x'.repeat(70_000) })),
      'response_too_large',
    ],
  ]
  test.for(unavailable)('%s says nothing about the message', async ([, answer, detail]) => {
    const { found, requests } = await lookUpAt(answer)
    expect(found).toEqual({ kind: 'unavailable', detail })
    expect(requests).toHaveLength(1)
  })

  test('429 says when to ask again', async () => {
    const { found } = await lookUpAt((socket) => reply(socket, 429, errorBody('limit'), { 'Retry-After': 7 }))
    expect(found).toEqual({ kind: 'unavailable', detail: 'http_429', retryAfterMs: 7_000 })
  })
})

test('nothing is taken back, and nobody is asked', async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 200, {}))
  const provider = openPlivo(settingsFor(carrier.baseUrl))
  expect(await provider.cancel(messageUuid, never)).toEqual({ kind: 'unsupported' })
  await provider.close()
  expect(carrier.connections).toBe(0)
})
