import type { Socket } from 'node:net'
import { expect, test, vi } from 'vitest'
import { openTwilio } from '../../src/providers/twilio/open-twilio.ts'
import { aRequest, errorBody, messageResource, openCarrierStub, reply, settingsFor } from './carrier-stub.ts'

const never = new AbortController().signal

test('fifty parallel sends keep their own Retry-After and request id', async () => {
  const waiting: [Socket, number][] = []
  await using carrier = await openCarrierStub((socket, { form }) => {
    waiting.push([socket, Number(form.get('Body'))])
    if (waiting.length === 50) {
      // Answered in the opposite order, so that a shared "last answer" would be somebody else's.
      for (const [one, n] of waiting.reverse()) {
        const headers = { 'Retry-After': n, 'Twilio-Request-Id': requestIdOf(n) }
        reply(one, 429, errorBody(20429, 429), headers)
      }
    }
  })
  const provider = openTwilio(settingsFor(carrier.baseUrl, { maxConnections: 50 }))
  const numbers = Array.from({ length: 50 }, (_, index) => index + 1)
  const outcomes = await Promise.all(numbers.map((n) => provider.send(aRequest({ body: String(n) }), never)))
  await provider.close()
  for (const [index, outcome] of outcomes.entries()) {
    const n = index + 1
    const fault = expect.objectContaining({ requestId: requestIdOf(n) })
    expect(outcome).toMatchObject({ kind: 'not_sent', retryAfterMs: n * 1_000, fault })
  }
  expect(carrier.creates).toBe(50)
})

test('a connection that the server resets on reuse ends ambiguous and is not tried again', async () => {
  let answered = 0
  await using carrier = await openCarrierStub((socket) => {
    answered += 1
    if (answered === 1) {
      reply(socket, 201, messageResource())
    } else {
      socket.resetAndDestroy()
    }
  })
  const provider = openTwilio(settingsFor(carrier.baseUrl, { maxConnections: 1 }))
  expect(await provider.send(aRequest(), never)).toMatchObject({ kind: 'accepted' })
  const second = await provider.send(aRequest(), never)
  await provider.close()
  expect(second).toMatchObject({ kind: 'ambiguous', fault: { code: 'connection_lost' } })
  expect(carrier.connections).toBe(1)
  expect(carrier.creates).toBe(2)
})

test('a connection that the server closes between requests never leads to two creates', async () => {
  await using carrier = await openCarrierStub((socket, { form }) => {
    reply(socket, 201, messageResource({ body: form.get('Body') }))
    closeSoon(socket, Number(form.get('Body')))
  })
  const provider = openTwilio(settingsFor(carrier.baseUrl, { maxConnections: 1 }))
  const ends: Record<string, string[]> = { accepted: [], ambiguous: [], not_sent: [] }
  for (let n = 0; n < 60; n += 1) {
    const outcome = await provider.send(aRequest({ body: String(n) }), never)
    ends[outcome.kind]?.push(String(n))
  }
  await provider.close()
  const arrived = carrier.requests.map(({ form }) => form.get('Body') ?? '')
  expect(carrier.creates).toBe(arrived.length)
  expect(new Set(arrived).size).toBe(arrived.length)
  expect(ends['accepted']?.length).toBeGreaterThan(0)
  // Whatever was reported as not sent must never have arrived, and accepted means that it has.
  expect(arrived).toEqual(expect.arrayContaining(ends['accepted'] ?? []))
  expect(arrived.filter((body) => ends['not_sent']?.includes(body))).toEqual([])
  expect(Object.values(ends).flat()).toHaveLength(60)
})

test('a send that was given up while waiting for a connection is never sent later', async () => {
  const held: Socket[] = []
  await using carrier = await openCarrierStub((socket, { form }) => {
    if (form.get('Body') === 'first') {
      held.push(socket)
      controller.abort()
    } else {
      reply(socket, 201, messageResource())
    }
  })
  const controller = new AbortController()
  const provider = openTwilio(settingsFor(carrier.baseUrl, { maxConnections: 1 }))
  const first = provider.send(aRequest({ body: 'first' }), never)
  const second = await provider.send(aRequest({ body: 'second' }), controller.signal)
  expect(second).toMatchObject({ kind: 'not_sent', fault: { code: 'aborted_before_start' } })
  for (const socket of held) {
    reply(socket, 201, messageResource())
  }
  expect(await first).toMatchObject({ kind: 'accepted' })
  expect(await provider.send(aRequest({ body: 'third' }), never)).toMatchObject({ kind: 'accepted' })
  await provider.close()
  expect(carrier.requests.map(({ form }) => form.get('Body'))).toEqual(['first', 'third'])
})

test('a process that was frozen until its claim was lost sends nothing when it wakes', async () => {
  await using carrier = await openCarrierStub((socket) => reply(socket, 201, messageResource()))
  const provider = openTwilio(settingsFor(carrier.baseUrl))
  // The connection is ready already, so that nothing but the check stands before the first byte.
  expect(await provider.send(aRequest({ body: 'warm' }), never)).toMatchObject({ kind: 'accepted' })
  const startBefore = performance.now() + 50
  const sending = provider.send(aRequest({ body: 'late', startBefore }), never)
  // Nothing else runs in this process meanwhile, as in one that is stopped by its host.
  const until = performance.now() + 150
  while (performance.now() < until);
  expect(await sending).toMatchObject({ kind: 'not_sent', fault: { code: 'deadline_before_start' } })
  await provider.close()
  expect(carrier.requests.map(({ form }) => form.get('Body'))).toEqual(['warm'])
})

test('settings of the SDK in the environment neither redirect nor print a request', async () => {
  const printed = vi.spyOn(console, 'log').mockReturnValue(undefined)
  vi.stubEnv('TWILIO_LOG_LEVEL', 'debug')
  vi.stubEnv('TWILIO_REGION', 'ie1')
  vi.stubEnv('TWILIO_EDGE', 'dublin')
  vi.stubEnv('HTTP_PROXY', 'http://127.0.0.1:1')
  await using carrier = await openCarrierStub((socket) => reply(socket, 201, messageResource()))
  const provider = openTwilio(settingsFor(carrier.baseUrl))
  expect(await provider.send(aRequest(), never)).toMatchObject({ kind: 'accepted' })
  await provider.close()
  expect(printed).not.toHaveBeenCalled()
  vi.unstubAllEnvs()
  printed.mockRestore()
})

function requestIdOf(n: number): string {
  return `RQ${n.toString(16).padStart(32, '0')}`
}

/** Closes an idle connection at varying moments around the arrival of the next request. */
function closeSoon(socket: Socket, n: number): void {
  const close = (): void => {
    n % 2 === 0 ? socket.end() : socket.resetAndDestroy()
  }
  const moments = [close, () => setImmediate(close), () => setImmediate(() => setImmediate(close))]
  moments[n % moments.length]?.()
}
