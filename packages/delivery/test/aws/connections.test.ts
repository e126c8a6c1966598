import { describe, expect, test } from 'vitest'
import { openAws } from '../../src/providers/aws/open-aws.ts'
import { type Answer, openDeafPort, openHttpStub, reply } from '../http-stub.ts'
import { accepted, aMessage, answerHeaders, sendOnce, settingsFor } from './aws-fixture.ts'

const take: Answer = (socket) => reply(socket, 200, accepted, answerHeaders)
const quick = { timeouts: { connectMs: 400, headersMs: 600, totalMs: 1_600 } }

describe('an exchange that never began is not sent', () => {
  test('nobody listens', async () => {
    const carrier = await openHttpStub(() => undefined)
    await carrier[Symbol.asyncDispose]()
    const outcome = await sendOnce(settingsFor(carrier.baseUrl))
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      usesAttempt: true,
      fault: { code: 'connect_refused', class: 'network' },
    })
  })

  test('the connection never comes about', async () => {
    await using deaf = await openDeafPort()
    const outcome = await sendOnce(settingsFor(deaf.baseUrl, quick))
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { code: 'connect_timeout' } })
  })

  test('a region without such a host names the setting', async () => {
    const outcome = await sendOnce(settingsFor('http://sms-voice.us-nowhere-1.invalid'))
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      fault: { code: 'dns_failed', class: 'network', detail: expect.stringContaining('AWS_REGION') },
    })
  })

  test('a certificate that nobody vouches for', async () => {
    await using carrier = await openHttpStub(take, 'https')
    const outcome = await sendOnce(settingsFor(carrier.baseUrl))
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { code: 'tls_failed' } })
    expect(carrier.posts).toBe(0)
  })

  test('the claim is too old by the time of the first byte', async () => {
    await using carrier = await openHttpStub(take)
    const outcome = await sendOnce(
      settingsFor(carrier.baseUrl),
      aMessage({ startBefore: performance.now() - 1 }),
    )
    expect(outcome).toMatchObject({ kind: 'not_sent', fault: { code: 'deadline_before_start' } })
    expect(carrier.posts).toBe(0)
  })

  test('it is stopped before it begins', async () => {
    await using carrier = await openHttpStub(take)
    const outcome = await sendOnce(settingsFor(carrier.baseUrl), aMessage(), AbortSignal.abort())
    expect(outcome).toMatchObject({
      kind: 'not_sent',
      fault: { code: 'aborted_before_start', class: 'network' },
    })
    expect(carrier.posts).toBe(0)
  })
})

test('a hundred at a time each get their own answer, over few connections', async () => {
  await using carrier = await openHttpStub((socket, { body }) => {
    const attempt = /"heliograph":"[^"]*\.(\d+)"/.exec(body)?.[1]
    reply(socket, 200, { MessageId: `id-of-${attempt}-padded` }, answerHeaders)
  })
  const provider = openAws(settingsFor(carrier.baseUrl, { maxConnections: 8 }))
  const signal = new AbortController().signal
  const attempts = Array.from({ length: 100 }, (_, index) => index + 1)
  const outcomes = await Promise.all(attempts.map((attempt) => provider.send(aMessage({ attempt }), signal)))
  await provider.close()
  const ids = outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.providerId : outcome.kind))
  expect(ids).toEqual(attempts.map((attempt) => `id-of-${attempt}-padded`))
  expect(carrier.posts).toBe(100)
  expect(carrier.connections).toBeLessThanOrEqual(8)
})
