import { describe, expect, test } from 'vitest'
import type { Provider } from '../../src/providers/provider.ts'
import { signedEnvelope, topicArn } from '../../testing/sns-envelopes.ts'
import { certificate } from '../../testing/sns-vectors.ts'
import { type Answer, type HttpStub, openHttpStub, reply } from '../http-stub.ts'
import { openAccount } from './aws-fixture.ts'
import { eventDeps, messageId, read, snsRequest } from './sns-fixture.ts'

const signal = new AbortController().signal
const pemPath = `/SimpleNotificationService-${'0'.repeat(32)}.pem`
const delivered = JSON.stringify({ eventType: 'MEDIA_DELIVERED', isFinal: true, messageId })

/** A stub in place of SNS: its certificate, and whatever else it is asked. */
function serve(other: Answer, pem: Answer = (socket) => reply(socket, 200, certificate)): Answer {
  return (socket, request) => (request.path === pemPath ? pem : other)(socket, request)
}

const confirmed: Answer = (socket) => reply(socket, 200, '<ConfirmSubscriptionResponse/>')

/** An account whose simulator is the stub. */
async function withStub(
  answer: Answer,
  use: (stub: HttpStub, provider: Provider) => Promise<void>,
): Promise<void> {
  await using stub = await openHttpStub(answer)
  const provider = openAccount(stub.baseUrl)
  await use(stub, provider)
  await provider.close()
}

async function readAt(provider: Provider, envelope: unknown) {
  return await provider.readEvent?.(snsRequest(envelope), signal)
}

function at(baseUrl: string, fields: Readonly<Record<string, string>> = {}) {
  return signedEnvelope({ SigningCertURL: baseUrl + pemPath, Message: delivered, ...fields })
}

function subscription(baseUrl: string, fields: Readonly<Record<string, string>> = {}) {
  const query = new URLSearchParams({ Action: 'ConfirmSubscription', TopicArn: topicArn, Token: 't0k3n' })
  const SubscribeURL = `${baseUrl}/?${query}`
  return at(baseUrl, { Type: 'SubscriptionConfirmation', Token: 't0k3n', SubscribeURL, ...fields })
}

describe('a notification', () => {
  test('is believed, and its certificate is fetched once for many', async () => {
    await withStub(serve(confirmed), async (stub, provider) => {
      const readings = await Promise.all([1, 2, 3].map(() => readAt(provider, at(stub.baseUrl))))
      readings.push(await readAt(provider, at(stub.baseUrl, { SignatureVersion: '1' })))
      expect(readings.map((reading) => reading?.kind)).toEqual(['receipt', 'receipt', 'receipt', 'receipt'])
      expect(stub.requests.map(({ path }) => path)).toEqual([pemPath])
    })
  })

  test('comes again when the certificate cannot be had now, and is not believed without one', async () => {
    const faults: [Answer, kind: string][] = [
      [(socket) => reply(socket, 503, ''), 'unavailable'],
      [(socket) => socket.resetAndDestroy(), 'unavailable'],
      [(socket) => reply(socket, 302, '', { Location: '/elsewhere' }), 'unavailable'],
      [(socket) => reply(socket, 200, '<html>'), 'unavailable'],
      [(socket) => reply(socket, 200, certificate + ' '.repeat(17_000)), 'unavailable'],
      [(socket) => reply(socket, 404, ''), 'forged'],
    ]
    for (const [pem, kind] of faults) {
      await withStub(serve(confirmed, pem), async (stub, provider) => {
        expect((await readAt(provider, at(stub.baseUrl)))?.kind).toBe(kind)
        expect(stub.requests).toHaveLength(1)
      })
    }
  })

  test('of an hour ago is read; an older one, or one from the future, is not', async () => {
    const readAged = async (ageMs: number) => {
      const Timestamp = new Date(Date.now() - ageMs).toISOString()
      return (await read(signedEnvelope({ Message: delivered, Timestamp }))).kind
    }
    expect(await readAged(60 * 60_000)).toBe('receipt')
    expect(await readAged(70 * 60_000)).toBe('forged')
    expect(await readAged(-20 * 60_000)).toBe('forged')
  })

  test('from a simulator is forged where none stands in', async () => {
    await using stub = await openHttpStub(serve(confirmed))
    expect((await read(at(stub.baseUrl))).kind).toBe('forged')
    expect(stub.connections).toBe(0)
  })
})

describe('a subscription', () => {
  test('of an allowed topic is confirmed with one request', async () => {
    await withStub(serve(confirmed), async (stub, provider) => {
      expect(await readAt(provider, subscription(stub.baseUrl))).toEqual({
        kind: 'handled',
        what: expect.stringContaining('confirmed'),
      })
      const asked = stub.requests.map(({ method, path }) => `${method} ${path.split('&', 1)}`)
      expect(asked).toEqual([`GET ${pemPath}`, 'GET /?Action=ConfirmSubscription'])
    })
  })

  test('is confirmed days later too: its token lives that long', async () => {
    await withStub(serve(confirmed), async (stub, provider) => {
      const Timestamp = new Date(Date.now() - 2 * 86_400_000).toISOString()
      expect((await readAt(provider, subscription(stub.baseUrl, { Timestamp })))?.kind).toBe('handled')
    })
  })

  test('comes again when SNS does not confirm it; a redirect is not followed', async () => {
    const faults: Answer[] = [
      (socket) => reply(socket, 500, ''),
      (socket) => socket.resetAndDestroy(),
      (socket) => reply(socket, 302, '', { Location: '/elsewhere' }),
    ]
    for (const fault of faults) {
      await withStub(serve(fault), async (stub, provider) => {
        expect((await readAt(provider, subscription(stub.baseUrl)))?.kind).toBe('unavailable')
        expect(stub.requests).toHaveLength(2)
      })
    }
  })

  test('is never confirmed for a foreign topic, without a signature or at another address', async () => {
    const foreign = 'arn:aws:sns:us-east-1:210987654321:mms-events'
    await withStub(serve(confirmed), async (stub, provider) => {
      const query = `Action=ConfirmSubscription&TopicArn=${topicArn}&Token=t0k3n`
      const envelopes = [
        subscription(stub.baseUrl, { TopicArn: foreign }),
        { ...subscription(stub.baseUrl), Token: 'changed' },
        subscription(stub.baseUrl, { SubscribeURL: `https://evil.example/?${query}` }),
        subscription(stub.baseUrl, {
          SubscribeURL: `${stub.baseUrl}/?Action=DeleteTopic&TopicArn=${topicArn}`,
        }),
        subscription(stub.baseUrl, { SubscribeURL: `${stub.baseUrl}/?${query.replace(topicArn, foreign)}` }),
      ]
      for (const envelope of envelopes) expect((await readAt(provider, envelope))?.kind).toBe('forged')
      expect(stub.requests.map(({ path }) => path)).toEqual([pemPath])
    })
  })

  test('that was ended is told and not taken up again', async () => {
    await withStub(serve(confirmed), async (stub, provider) => {
      const ended = subscription(stub.baseUrl, { Type: 'UnsubscribeConfirmation' })
      expect(await readAt(provider, ended)).toEqual({
        kind: 'handled',
        what: expect.stringContaining('ended'),
      })
      expect(stub.requests.map(({ path }) => path)).toEqual([pemPath])
    })
  })
})

test('an allowed topic is exactly one of the list', async () => {
  const deps = eventDeps()
  for (const TopicArn of [`${topicArn}x`, topicArn.toUpperCase(), '']) {
    expect((await read(signedEnvelope({ TopicArn, Message: delivered }), deps)).kind).toBe('forged')
  }
})
