import { describe, expect, test } from 'vitest'
import type { Listing, ListQuery, LookUp } from '../../src/providers/provider.ts'
import { openTwilio } from '../../src/providers/twilio/open-twilio.ts'
import {
  accountSid,
  errorBody,
  messageResource,
  messageSid,
  openCarrierStub,
  reply,
  settingsFor,
} from './carrier-stub.ts'

type Answer = Parameters<typeof openCarrierStub>[0]
const never = new AbortController().signal

async function lookUpAt(answer: Answer, sid = messageSid): Promise<{ found: LookUp; heads: string[] }> {
  await using carrier = await openCarrierStub(answer)
  const provider = openTwilio(settingsFor(carrier.baseUrl))
  const found = await provider.lookUp(sid, never)
  await provider.close()
  return { found, heads: carrier.requests.map(({ head }) => head) }
}

describe('look-up by id', () => {
  test('a delivered message comes with its price as a positive number', async () => {
    const resource = messageResource({ status: 'delivered', price: '-0.00750', num_segments: '2' })
    const { found, heads } = await lookUpAt((socket) => reply(socket, 200, resource))
    expect(found).toEqual({
      kind: 'found',
      message: {
        providerId: messageSid,
        status: 'delivered',
        from: '+15005550006',
        segments: 2,
        mediaCount: 1,
        price: '0.00750',
        priceUnit: 'USD',
      },
    })
    expect(heads[0]).toContain(`GET /2010-04-01/Accounts/${accountSid}/Messages/${messageSid}.json `)
  })

  test('a failed message comes with its code, a canceled one with ours', async () => {
    const failed = messageResource({ status: 'undelivered', error_code: 30005 })
    const { found } = await lookUpAt((socket) => reply(socket, 200, failed))
    expect(found).toMatchObject({ kind: 'found', message: { status: 'undelivered', errorCode: '30005' } })
    const canceled = messageResource({ status: 'canceled' })
    const second = await lookUpAt((socket) => reply(socket, 200, canceled))
    expect(second.found).toMatchObject({
      kind: 'found',
      message: { status: 'failed', errorCode: 'canceled' },
    })
  })

  test('a messaging service that has not picked a sender leaves sender and segments open', async () => {
    const resource = messageResource({ status: 'accepted', from: null, num_segments: '0' })
    const { found } = await lookUpAt((socket) => reply(socket, 200, resource))
    expect(found).toEqual({
      kind: 'found',
      message: { providerId: messageSid, status: 'submitted', mediaCount: 1, priceUnit: 'USD' },
    })
  })

  test("only Twilio's own 404 means absent", async () => {
    const own = await lookUpAt((socket) => reply(socket, 404, errorBody(20404, 404)))
    expect(own.found).toEqual({ kind: 'absent' })
    const bare = await lookUpAt((socket) => reply(socket, 404, { status: 404, message: 'not found' }))
    expect(bare.found).toEqual({ kind: 'absent' })
    const html = await lookUpAt((socket) => reply(socket, 404, '<html>nginx</html>'))
    expect(html.found).toEqual({ kind: 'unavailable', detail: 'http_404' })
  })

  test('an id that cannot be one is absent without a request', async () => {
    const { found, heads } = await lookUpAt((socket) => reply(socket, 200, {}), '../Accounts')
    expect(found).toEqual({ kind: 'absent' })
    expect(heads).toEqual([])
  })

  const unavailable: [name: string, Answer, detail: string][] = [
    ['401', (socket) => reply(socket, 401, errorBody(20003, 401)), 'http_401'],
    ['500', (socket) => reply(socket, 500, errorBody(20500, 500)), 'http_500'],
    ['reset', (socket) => socket.resetAndDestroy(), 'connection_lost'],
    ['no JSON', (socket) => reply(socket, 200, 'hello'), 'invalid_response'],
    [
      'another message',
      (socket) => reply(socket, 200, messageResource({ sid: `MM${'0'.repeat(32)}` })),
      'invalid_response',
    ],
  ]
  test.for(unavailable)('%s says nothing about the message', async ([, answer, detail]) => {
    const { found, heads } = await lookUpAt(answer)
    expect(found).toEqual({ kind: 'unavailable', detail })
    expect(heads).toHaveLength(1)
  })

  test('429 says when to ask again', async () => {
    const { found } = await lookUpAt((socket) =>
      reply(socket, 429, errorBody(20429, 429), { 'Retry-After': 7 }),
    )
    expect(found).toEqual({ kind: 'unavailable', detail: 'http_429', retryAfterMs: 7_000 })
  })
})

describe('listing candidates', () => {
  const since = new Date('2026-11-14T09:30:00Z')
  const target = { messageId: '01990000-0000-7000-8000-000000000000', attempt: 1 }
  const query: ListQuery = { to: '+15558675310', from: '+15005550006', since, target }
  const pagePath = (page: number) =>
    `/2010-04-01/Accounts/${accountSid}/Messages.json?Page=${page}&PageToken=x`
  const at = (time: string, overrides: Record<string, unknown> = {}) =>
    messageResource({ date_created: `Sat, 14 Nov 2026 ${time} +0000`, ...overrides })

  async function listAt(answer: Answer, asked = query): Promise<{ listing: Listing; heads: string[] }> {
    await using carrier = await openCarrierStub(answer)
    const provider = openTwilio(settingsFor(carrier.baseUrl))
    const listing = await provider.list(asked, never)
    await provider.close()
    return { listing, heads: carrier.requests.map(({ head }) => head) }
  }

  test('pages are followed until a message is older, and only our own kind counts', async () => {
    const pages = [
      {
        messages: [at('09:31:00'), at('09:30:30', { direction: 'inbound', status: 'received' })],
        next_page_uri: pagePath(1),
      },
      { messages: [at('09:30:00'), at('09:29:59')], next_page_uri: pagePath(2) },
    ]
    const { listing, heads } = await listAt((socket) => reply(socket, 200, pages.shift() ?? {}))
    expect(listing).toMatchObject({ kind: 'listed', isComplete: true })
    expect(listing.kind === 'listed' && listing.messages).toMatchObject([
      {
        providerId: messageSid,
        to: query.to,
        body: 'hello',
        mediaCount: 1,
        createdAt: new Date('2026-11-14T09:31:00Z'),
      },
      { createdAt: since },
    ])
    expect(heads).toHaveLength(2)
    expect(heads[0]).toContain('?To=%2B15558675310&From=%2B15005550006&PageSize=100 ')
    expect(heads[0]).not.toContain('DateSent')
    expect(heads[1]).toContain(`GET ${pagePath(1)} `)
  })

  test('without a sender the list is asked by recipient alone', async () => {
    const empty = { messages: [], next_page_uri: null }
    const { listing, heads } = await listAt((socket) => reply(socket, 200, empty), {
      to: query.to,
      since,
      target,
    })
    expect(listing).toEqual({ kind: 'listed', messages: [], isComplete: true })
    expect(heads[0]).not.toContain('From=')
  })

  test('reading ends after five pages and says so', async () => {
    const page = { messages: [at('09:31:00')], next_page_uri: pagePath(1) }
    const { listing, heads } = await listAt((socket) => reply(socket, 200, page))
    expect(listing).toMatchObject({ kind: 'listed', isComplete: false })
    expect(heads).toHaveLength(5)
  })

  const unavailable: [name: string, status: number, body: unknown, detail: string][] = [
    ['an error', 503, '', 'http_503'],
    ['no list', 200, {}, 'invalid_response'],
    [
      'a list that leads elsewhere',
      200,
      { messages: [], next_page_uri: '/2010-04-01/Accounts.json' },
      'invalid_response',
    ],
  ]
  test.for(unavailable)('%s gives no list', async ([, status, body, detail]) => {
    const { listing, heads } = await listAt((socket) => reply(socket, status, body))
    expect(listing).toEqual({ kind: 'unavailable', detail })
    expect(heads).toHaveLength(1)
  })
})
