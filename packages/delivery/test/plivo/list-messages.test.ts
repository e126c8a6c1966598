import { describe, expect, test } from 'vitest'
import { openPlivo } from '../../src/providers/plivo/open-plivo.ts'
import type { Listing, ListQuery } from '../../src/providers/provider.ts'
import { type Answer, openHttpStub, reply } from '../http-stub.ts'
import { apiId, messageRecord, messagesPath, messageUuid, settingsFor } from './plivo-answers.ts'

const query: ListQuery = {
  to: '+14155550101',
  from: '+14155550100',
  since: new Date('2026-11-14T09:30:00.250Z'),
  target: { messageId: '01990000-0000-7000-8000-000000000000', attempt: 1 },
}

async function listAt(answer: Answer, asked = query): Promise<{ listing: Listing; paths: string[] }> {
  await using carrier = await openHttpStub(answer)
  const provider = openPlivo(settingsFor(carrier.baseUrl))
  const listing = await provider.list(asked, new AbortController().signal)
  await provider.close()
  return { listing, paths: carrier.requests.map(({ path }) => path) }
}

const uuidOf = (n: number) => `0b2a0c2e-1111-2222-3333-${String(n).padStart(12, '0')}`
const record = (n: number, time: string, overrides: Record<string, unknown> = {}) =>
  messageRecord({ message_uuid: uuidOf(n), message_time: `2026-11-14 ${time}+00:00`, ...overrides })
const page = (objects: unknown[], next: string | null = null) => ({
  api_id: apiId,
  meta: { limit: 20, offset: 0, next, previous: null, total_count: objects.length },
  objects,
})
const answerWith =
  (...objects: unknown[]): Answer =>
  (socket) =>
    reply(socket, 200, page(objects))
const idsOf = (listing: Listing): string[] =>
  listing.kind === 'listed' ? listing.messages.map(({ providerId }) => providerId) : []

describe('listing candidates', () => {
  test('one recipient of the whole account is found within five minutes, newest first', async () => {
    const objects = [
      record(1, '09:31:00.5'),
      record(2, '09:31:02', { to_number: '14155550199' }),
      record(3, '09:31:03', { message_direction: 'inbound', message_state: 'received' }),
      record(4, '09:31:04', { from_number: '14155550177' }),
      record(5, '09:31:05.123456', { message_type: 'sms', message_state: 'delivered' }),
      record(6, '09:30:00.249'),
      record(7, '09:31:07', { from_number: null }),
    ]
    const { listing, paths } = await listAt(answerWith(...objects))
    expect(listing).toEqual({
      kind: 'listed',
      isComplete: true,
      messages: [
        {
          providerId: uuidOf(7),
          status: 'submitted',
          segments: 1,
          to: query.to,
          createdAt: new Date('2026-11-14T09:31:07Z'),
        },
        {
          providerId: uuidOf(5),
          status: 'delivered',
          from: query.from,
          segments: 1,
          mediaCount: 0,
          to: query.to,
          createdAt: new Date('2026-11-14T09:31:05.123Z'),
        },
        {
          providerId: uuidOf(1),
          status: 'submitted',
          from: query.from,
          segments: 1,
          to: query.to,
          createdAt: new Date('2026-11-14T09:31:00.500Z'),
        },
      ],
    })
    const [path = ''] = paths
    expect(path.slice(0, path.indexOf('?'))).toBe(messagesPath)
    expect(Object.fromEntries(new URLSearchParams(path.slice(path.indexOf('?'))))).toEqual({
      message_direction: 'outbound',
      message_time__gte: '2026-11-14 09:30:00',
      message_time__lte: '2026-11-14 09:35:00',
      limit: '20',
      offset: '0',
    })
  })

  test('without a sender any sender counts', async () => {
    const { from: _from, ...open } = query
    const { listing } = await listAt(answerWith(record(4, '09:31:04', { from_number: '14155550177' })), open)
    expect(idsOf(listing)).toEqual([uuidOf(4)])
  })

  test('pages are followed to the end, and what moved to the next page counts once', async () => {
    const pages = [
      page([record(1, '09:31:03'), record(2, '09:31:02')], '/v1/elsewhere/?offset=20'),
      page([record(2, '09:31:02'), record(3, '09:31:01')], null),
    ]
    const { listing, paths } = await listAt((socket) => reply(socket, 200, pages.shift() ?? {}))
    expect(idsOf(listing)).toEqual([uuidOf(1), uuidOf(2), uuidOf(3)])
    expect(listing).toMatchObject({ isComplete: true })
    expect(paths.map((path) => new URLSearchParams(path.split('?')[1]).get('offset'))).toEqual(['0', '20'])
    expect(paths.every((path) => path.startsWith(`${messagesPath}?`))).toBe(true)
  })

  test('reading ends after 25 pages and says so', async () => {
    const { listing, paths } = await listAt((socket) =>
      reply(socket, 200, page([record(1, '09:31:00')], '/next')),
    )
    expect(listing).toMatchObject({ kind: 'listed', isComplete: false })
    expect(idsOf(listing)).toEqual([uuidOf(1)])
    expect(paths).toHaveLength(25)
  })

  const unreadable: Record<string, unknown> = {
    'no time': record(9, '09:31:00', { message_time: null }),
    'a time without offset': record(9, '09:31:00', { message_time: '2026-11-14 09:31:00' }),
    'no id': record(9, '09:31:00', { message_uuid: 'x' }),
    'no recipient': record(9, '09:31:00', { to_number: null }),
    'another kind of thing': 'message',
  }
  test.for(Object.entries(unreadable))('a record with %s leaves the list incomplete', async ([, odd]) => {
    const { listing } = await listAt(answerWith(odd, record(1, '09:31:00')))
    expect(listing).toMatchObject({ kind: 'listed', isComplete: false })
    expect(idsOf(listing)).toEqual([uuidOf(1)])
  })

  test('an odd record to somebody else changes nothing', async () => {
    const odd = record(9, '09:31:00', { to_number: '14155550199', message_time: null })
    const { listing } = await listAt(answerWith(odd))
    expect(listing).toEqual({ kind: 'listed', messages: [], isComplete: true })
  })

  const unavailable: [name: string, Answer, listing: Record<string, unknown>][] = [
    ['an error', (socket) => reply(socket, 503, ''), { detail: 'http_503' }],
    [
      'a limit',
      (socket) => reply(socket, 429, '', { 'Retry-After': 5 }),
      { detail: 'http_429', retryAfterMs: 5_000 },
    ],
    ['a reset', (socket) => socket.resetAndDestroy(), { detail: 'connection_lost' }],
    ['no list', (socket) => reply(socket, 200, {}), { detail: 'invalid_response' }],
    ['a page', (socket) => reply(socket, 200, '<html>'), { detail: 'invalid_response' }],
    [
      'an answer of more than 256 KiB',
      (socket) => reply(socket, 200, page(['x'.repeat(300_000)])),
      { detail: 'response_too_large' },
    ],
  ]
  test.for(unavailable)('%s gives no list', async ([, answer, listing]) => {
    expect((await listAt(answer)).listing).toEqual({ kind: 'unavailable', ...listing })
  })

  test('a second page that fails leaves no half list', async () => {
    const answers: Answer[] = [
      (socket) => reply(socket, 200, page([messageRecord({ message_uuid: messageUuid })], '/next')),
      (socket) => reply(socket, 500, ''),
    ]
    const { listing } = await listAt((socket, request) => answers.shift()?.(socket, request))
    expect(listing).toEqual({ kind: 'unavailable', detail: 'http_500' })
  })
})
