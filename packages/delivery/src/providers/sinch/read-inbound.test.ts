import { describe, expect, test } from 'vitest'
import type { CallbackRequest } from '../provider.ts'
import { readInbound } from './read-inbound.ts'

const proof = { kind: 'basic', user: 'sinch', password: 'secret' } as const
const authorization = `Basic ${Buffer.from('sinch:secret').toString('base64')}`
const text = {
  id: '01HYYYYYYYYYYYYYYYYYYYYYYY',
  from: '14155550101',
  to: '14155550100',
  received_at: '2026-01-02T03:05:00.000Z',
  type: 'mo_text',
  body: 'Stop.',
}
const media = {
  ...text,
  type: 'mo_media',
  body: {
    subject: 'About',
    message: 'Look',
    media: [
      { url: 'https://media.sinch.example/a.jpg', content_type: 'image/jpeg', status: 'Uploaded', code: 0 },
      { url: 'https://media.sinch.example/b.jpg', content_type: 'image/jpeg', status: 'Failed', code: 1 },
      { content_type: 'image/jpeg', status: 'Uploaded', code: 0 },
      { url: 'file:///etc/passwd', content_type: 'image/jpeg', status: 'Uploaded', code: 0 },
    ],
  },
}

const requestOf = (
  body: unknown,
  headers: CallbackRequest['headers'] = { authorization },
): CallbackRequest => ({
  method: 'POST',
  signedUrl: 'https://gw.example.com/webhooks/sinch/inbound',
  headers,
  rawBody: Buffer.from(JSON.stringify(body)),
})
const read = (body: unknown) => readInbound(proof, requestOf(body), 0)

describe('an inbound message', () => {
  test('of text is read with numbers in E.164', () => {
    expect(read(text)).toEqual({
      kind: 'inbound',
      inbound: {
        providerId: text.id,
        from: '+14155550101',
        to: '+14155550100',
        body: 'Stop.',
        mediaUrls: [],
      },
    })
  })

  test('to a short code keeps it as it is', () => {
    expect(read({ ...text, to: '12345' })).toMatchObject({ inbound: { to: '12345' } })
  })

  test('with media gives the files that Sinch could store', () => {
    expect(read(media)).toMatchObject({
      kind: 'inbound',
      inbound: { body: 'Look', mediaUrls: ['https://media.sinch.example/a.jpg'] },
    })
  })

  test('with media and no text is read by its subject, without either by nothing', () => {
    const { message: _message, ...untold } = media.body
    expect(read({ ...media, body: untold })).toMatchObject({ inbound: { body: 'About' } })
    expect(read({ ...media, body: {} })).toMatchObject({ inbound: { body: '', mediaUrls: [] } })
  })

  test('is stripped of what Postgres cannot store', () => {
    expect(read({ ...text, body: 'a\0b' })).toMatchObject({ inbound: { body: 'ab' } })
  })

  test.for([
    { id: 'x' },
    { id: undefined },
    { from: '' },
    { from: 'Somebody' },
    { to: 'two words' },
    { to: 14155550100 },
    { body: 7 },
    { type: 'mo_other' },
  ])('is malformed with %j', (changes) => {
    expect(read({ ...text, ...changes }).kind).toBe('malformed')
  })
})

test('what else comes to the same address is taken and changes nothing', () => {
  expect(read({ ...text, type: 'mo_binary', body: 'AAEC', udh: '050003' }).kind).toBe('nothing')
  expect(read({ type: 'recipient_delivery_report_mms', batch_id: text.id, status: 'Delivered' }).kind).toBe(
    'nothing',
  )
  expect(read({ type: 'delivery_report_mms', batch_id: text.id, statuses: [] }).kind).toBe('nothing')
})

test('nothing is believed without proof, and without a way to prove it is refused by the name of the setting', () => {
  expect(readInbound(proof, requestOf(text, {}), 0).kind).toBe('forged')
  expect(readInbound({ kind: 'none' }, requestOf(text), 0)).toEqual({
    kind: 'forged',
    reason: expect.stringContaining('SINCH_WEBHOOK_SECRET'),
  })
})
