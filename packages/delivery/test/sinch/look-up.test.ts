import { describe, expect, test } from 'vitest'
import type { CancelOutcome, Listing, ListQuery, LookUp } from '../../src/providers/provider.ts'
import { openSinch } from '../../src/providers/sinch/open-sinch.ts'
import { type Answer, type ArrivedRequest, openHttpStub, reply } from '../http-stub.ts'
import {
  batchId,
  batchResource,
  errorBody,
  fullReport,
  reference,
  servicePlanId,
  settingsFor,
} from './sinch-fixture.ts'

const never = new AbortController().signal
const plan = `/xms/v1/${servicePlanId}`
const reportPath = `${plan}/batches/${batchId}/delivery_report?type=full`
const batchPath = `${plan}/batches/${batchId}`

type Opened = ReturnType<typeof openSinch>

/** Asks a server that answers so. */
async function ask<T>(
  answer: Answer,
  question: (provider: Opened) => Promise<T>,
): Promise<{ answered: T; requests: readonly ArrivedRequest[]; lines: string[] }> {
  await using carrier = await openHttpStub(answer)
  const provider = openSinch(settingsFor(carrier.baseUrl))
  const answered = await question(provider)
  await provider.close()
  const lines = carrier.requests.map(({ method, path }) => `${method} ${path}`)
  return { answered, requests: carrier.requests, lines }
}

describe('look-up by id', () => {
  const lookUp = (answer: Answer, id = batchId) =>
    ask<LookUp>(answer, (provider) => provider.lookUp(id, never))

  test.for([
    [undefined, { status: 'submitted' }],
    [{ status: 'Queued', code: 400 }, { status: 'submitted' }],
    [{ status: 'Dispatched', code: 401 }, { status: 'sent' }],
    [{ status: 'Delivered', code: 0 }, { status: 'delivered' }],
    [{ status: 'Pondering', code: 7 }, { status: 'submitted' }],
    [
      { status: 'Failed', code: 417 },
      { status: 'undelivered', errorCode: '417', errorClass: 'transient' },
    ],
    [
      { status: 'Cancelled', code: 407 },
      { status: 'failed', errorCode: '407', errorClass: 'canceled' },
    ],
    [
      { status: 'Rejected', code: 5_001 },
      { status: 'failed', errorCode: '5001', errorClass: 'unknown' },
    ],
  ] as const)('a report with %j', async ([end, known]) => {
    const { answered, lines } = await lookUp((socket) => reply(socket, 200, fullReport(end)))
    expect(answered).toEqual({ kind: 'found', message: { providerId: batchId, ...known } })
    expect(lines).toEqual([`GET ${reportPath}`])
  })

  test('a batch whose report is not there yet is found all the same', async () => {
    const { answered, lines } = await lookUp((socket, { path }) =>
      path === batchPath ? reply(socket, 200, batchResource()) : reply(socket, 404, ''),
    )
    expect(answered).toEqual({
      kind: 'found',
      message: { providerId: batchId, status: 'submitted', from: '+14155550100' },
    })
    expect(lines).toEqual([`GET ${reportPath}`, `GET ${batchPath}`])
  })

  test("absent only when Sinch's own 404 says so of report and batch", async () => {
    const bodies: unknown[] = ['', errorBody('not_found'), { error: { code: 404, message: 'Not found' } }]
    for (const body of bodies) {
      const { answered } = await lookUp((socket) => reply(socket, 404, body))
      expect(answered).toEqual({ kind: 'absent' })
    }
    const foreign = await lookUp((socket) => reply(socket, 404, '<html>nginx</html>'))
    expect(foreign.answered).toEqual({ kind: 'unavailable', detail: 'http_404' })
    expect(foreign.lines).toHaveLength(1)
  })

  test('an id that cannot be one is absent without a request', async () => {
    for (const id of ['../groups', 'B', `${batchId}?x`, '']) {
      const { answered, lines } = await lookUp((socket) => reply(socket, 200, fullReport()), id)
      expect(answered).toEqual({ kind: 'absent' })
      expect(lines).toEqual([])
    }
  })

  const unavailable: [name: string, Answer, detail: string][] = [
    ['401 without body', (socket) => reply(socket, 401, ''), 'http_401'],
    ['500', (socket) => reply(socket, 500, ''), 'http_500'],
    ['reset', (socket) => socket.resetAndDestroy(), 'connection_lost'],
    ['no JSON', (socket) => reply(socket, 200, 'hello'), 'invalid_response'],
    [
      'another batch',
      (socket) => reply(socket, 200, fullReport(undefined, { batch_id: `${batchId.slice(1)}0` })),
      'invalid_response',
    ],
    [
      'two ends at once',
      (socket) =>
        reply(
          socket,
          200,
          fullReport(undefined, {
            statuses: [
              { code: 0, status: 'Delivered', count: 1 },
              { code: 415, status: 'Rejected', count: 1 },
            ],
          }),
        ),
      'invalid_response',
    ],
  ]
  test.for(unavailable)('%s says nothing about the message', async ([, answer, detail]) => {
    const { answered, lines } = await lookUp(answer)
    expect(answered).toEqual({ kind: 'unavailable', detail })
    expect(lines).toHaveLength(1)
  })

  test('429 says when to ask again', async () => {
    const { answered } = await lookUp((socket) => reply(socket, 429, '', { 'Retry-After': 7 }))
    expect(answered).toEqual({ kind: 'unavailable', detail: 'http_429', retryAfterMs: 7_000 })
  })
})

describe('finding an attempt whose answer was lost', () => {
  const since = new Date('2026-11-14T09:25:00Z')
  const target = { messageId: '01990000-0000-7000-8000-000000000000', attempt: 1 }
  const query: ListQuery = { to: '+14155550101', from: '+14155550100', since, target }
  const list = (answer: Answer) => ask<Listing>(answer, (provider) => provider.list(query, never))
  const page = (batches: unknown[], count = batches.length, number = 0) => ({
    count,
    page: number,
    page_size: 100,
    batches,
  })

  test('the list is asked for our reference, and what carries it is proof', async () => {
    const { answered, requests } = await list((socket) => reply(socket, 200, page([batchResource()])))
    expect(answered).toEqual({
      kind: 'listed',
      isComplete: true,
      messages: [
        {
          providerId: batchId,
          status: 'submitted',
          mediaCount: 1,
          to: '+14155550101',
          from: '+14155550100',
          body: 'hello',
          createdAt: new Date('2026-11-14T09:30:00.123Z'),
          target,
        },
      ],
    })
    expect(requests).toHaveLength(1)
    const url = new URL(requests[0]?.path ?? '', 'http://x')
    expect(url.pathname).toBe(`${plan}/batches`)
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page: '0',
      page_size: '100',
      start_date: '2026-11-14T09:25:00.000Z',
      client_reference: reference,
    })
  })

  test('other batches in the list are passed over, whatever they look like', async () => {
    const others = [
      batchResource({ client_reference: reference.replace('.1', '.2') }),
      batchResource({ client_reference: `${reference}0` }),
      batchResource({ client_reference: undefined }),
      { id: 7, client_reference: ['x'] },
    ]
    const { answered } = await list((socket) => reply(socket, 200, page(others)))
    expect(answered).toEqual({ kind: 'listed', messages: [], isComplete: true })
  })

  test('a batch of ours is found although its side facts cannot be read', async () => {
    const odd = batchResource({ created_at: 'soon', to: [], from: null, body: null })
    const { answered } = await list((socket) => reply(socket, 200, page([odd])))
    expect(answered).toMatchObject({
      messages: [{ providerId: batchId, to: query.to, createdAt: since, target }],
    })
  })

  test('pages are followed to the end of the count, at most five', async () => {
    const other = batchResource({ client_reference: 'x' })
    const second = await list((socket, { path }) =>
      reply(socket, 200, page([path.includes('page=1') ? batchResource() : other], 101)),
    )
    expect(second.answered).toMatchObject({ messages: [{ providerId: batchId }], isComplete: true })
    expect(second.lines).toHaveLength(2)
    const endless = await list((socket) => reply(socket, 200, page([other], 10_000)))
    expect(endless.answered).toEqual({ kind: 'listed', messages: [], isComplete: false })
    expect(endless.lines).toHaveLength(5)
  })

  const unavailable: [name: string, status: number, body: unknown, detail: string][] = [
    ['an error', 503, '', 'http_503'],
    ['no list', 200, {}, 'invalid_response'],
    ['a list without a count', 200, { batches: [] }, 'invalid_response'],
    ['no JSON', 200, 'hello', 'invalid_response'],
    ['an unknown plan', 404, '', 'http_404'],
    ['a batch of ours without a proper id', 200, page([batchResource({ id: '../x' })]), 'invalid_response'],
  ]
  test.for(unavailable)('%s gives no list, so nothing is called absent', async ([, status, body, detail]) => {
    const { answered } = await list((socket) => reply(socket, status, body))
    expect(answered).toEqual({ kind: 'unavailable', detail })
  })
})

describe('taking a message back', () => {
  const cancel = (answer: Answer, id = batchId) =>
    ask<CancelOutcome>(answer, (provider) => provider.cancel(id, never))
  const canceled = batchResource({ canceled: true })
  const yesThen = (report: (socket: Parameters<Answer>[0]) => void): Answer => {
    return (socket, { method }) => (method === 'DELETE' ? reply(socket, 200, canceled) : report(socket))
  }

  test.for([
    [undefined, 'canceled'],
    [{ status: 'Queued', code: 400 }, 'canceled'],
    [{ status: 'Cancelled', code: 407 }, 'canceled'],
    [{ status: 'Dispatched', code: 401 }, 'too_late'],
    [{ status: 'Delivered', code: 0 }, 'too_late'],
    [{ status: 'Expired', code: 406 }, 'too_late'],
  ] as const)('with a report of %j the yes of Sinch means %s', async ([end, kind]) => {
    const { answered, lines } = await cancel(yesThen((socket) => reply(socket, 200, fullReport(end))))
    expect(answered).toEqual({ kind })
    expect(lines).toEqual([`DELETE ${batchPath}`, `GET ${reportPath}`])
  })

  test('a batch that never got a report was never sent', async () => {
    const { answered } = await cancel(yesThen((socket) => reply(socket, 404, '')))
    expect(answered).toEqual({ kind: 'canceled' })
  })

  test('a batch that Sinch does not know or did not cancel is too late', async () => {
    const unknown = await cancel((socket) => reply(socket, 404, ''))
    expect(unknown.answered).toEqual({ kind: 'too_late' })
    const refused = await cancel((socket) => reply(socket, 200, batchResource()))
    expect(refused.answered).toEqual({ kind: 'too_late' })
    const none = await cancel((socket) => reply(socket, 200, canceled), '../groups')
    expect(none).toMatchObject({ answered: { kind: 'too_late' }, lines: [] })
  })

  const open: [name: string, Answer, detail: string][] = [
    ['an error', (socket) => reply(socket, 500, ''), 'http_500'],
    ['a reset', (socket) => socket.resetAndDestroy(), 'connection_lost'],
    ['a page of another server', (socket) => reply(socket, 404, '<html>'), 'http_404'],
    [
      'another batch',
      (socket) => reply(socket, 200, batchResource({ id: `${batchId}X` })),
      'invalid_response',
    ],
    ['no report after the yes', yesThen((socket) => reply(socket, 503, '')), 'http_503'],
    ['a report of something else', yesThen((socket) => reply(socket, 200, {})), 'invalid_response'],
  ]
  test.for(open)('after %s it is asked again', async ([, answer, detail]) => {
    expect((await cancel(answer)).answered).toEqual({ kind: 'unavailable', detail })
  })
})
