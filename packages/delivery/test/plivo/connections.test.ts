import type { Socket } from 'node:net'
import { expect, test } from 'vitest'
import { openPlivo } from '../../src/providers/plivo/open-plivo.ts'
import { aRequest, openHttpStub, reply } from '../http-stub.ts'
import { accepted, errorBody, settingsFor } from './plivo-answers.ts'

const never = new AbortController().signal

test('parallel sends keep their own answers', async () => {
  const waiting: [Socket, number][] = []
  await using carrier = await openHttpStub((socket, { body }) => {
    waiting.push([socket, Number(JSON.parse(body).text)])
    if (waiting.length < 30) return
    // Answered in the opposite order, so that a shared "last answer" would be somebody else's.
    for (const [one, n] of waiting.reverse()) reply(one, 429, errorBody('limit'), { 'Retry-After': n })
  })
  const provider = openPlivo(settingsFor(carrier.baseUrl, { maxConnections: 30 }))
  const numbers = Array.from({ length: 30 }, (_, index) => index + 1)
  const outcomes = await Promise.all(numbers.map((n) => provider.send(aRequest({ body: String(n) }), never)))
  await provider.close()
  expect(outcomes).toMatchObject(numbers.map((n) => ({ kind: 'not_sent', retryAfterMs: n * 1_000 })))
  expect(carrier.posts).toBe(30)
})

test('a connection that the server resets on reuse ends ambiguous and is not tried again', async () => {
  let answered = 0
  await using carrier = await openHttpStub((socket) => {
    answered += 1
    if (answered === 1) reply(socket, 202, accepted())
    else socket.resetAndDestroy()
  })
  const provider = openPlivo(settingsFor(carrier.baseUrl, { maxConnections: 1 }))
  expect(await provider.send(aRequest(), never)).toMatchObject({ kind: 'accepted' })
  const second = await provider.send(aRequest(), never)
  await provider.close()
  expect(second).toMatchObject({ kind: 'ambiguous', fault: { code: 'connection_lost' } })
  expect(carrier.connections).toBe(1)
  expect(carrier.posts).toBe(2)
})

test('a process that was frozen until its claim was lost sends nothing when it wakes', async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 202, accepted()))
  const provider = openPlivo(settingsFor(carrier.baseUrl))
  // The connection is ready already, so that nothing but the check stands before the first byte.
  expect(await provider.send(aRequest({ body: 'warm' }), never)).toMatchObject({ kind: 'accepted' })
  const startBefore = performance.now() + 50
  const sending = provider.send(aRequest({ body: 'late', startBefore }), never)
  // Nothing else runs in this process meanwhile, as in one that is stopped by its host.
  const until = performance.now() + 150
  while (performance.now() < until);
  expect(await sending).toMatchObject({ kind: 'not_sent', fault: { code: 'deadline_before_start' } })
  await provider.close()
  expect(carrier.requests.map(({ body }) => JSON.parse(body).text)).toEqual(['warm'])
})
