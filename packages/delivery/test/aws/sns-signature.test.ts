import { createHash, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import https from 'node:https'
import type { AddressInfo } from 'node:net'
import { connect, createServer } from 'node:tls'
import SnsPayloadValidator from 'sns-payload-validator'
import MessageValidator from 'sns-validator'
import { describe, expect, test } from 'vitest'
import { readEnvelope } from '../../src/providers/aws/sns/envelope.ts'
import { digestOf, isSigned, stringToSign } from '../../src/providers/aws/sns/verify-envelope.ts'
import { certificate, snsVectors } from '../../testing/sns-vectors.ts'
import * as tlsFiles from '../twilio/self-signed.ts'
import { aCertificateStore, eventDeps, pemAnswer, read, vectorTimeMs } from './sns-fixture.ts'

const x509 = new X509Certificate(certificate)
const vectors = Object.entries(snsVectors)
const atVectorTime = eventDeps({ nowMs: () => vectorTimeMs })

/** Reads a vector's envelope with some members changed. */
function changed(name: string, change: Readonly<Record<string, unknown>>) {
  return { ...snsVectors[name]?.envelope, ...change }
}

describe('every vector', () => {
  test.for(vectors)('%s: the text to sign and its signature fit', ([, { envelope: raw, ...expected }]) => {
    const envelope = readEnvelope(Buffer.from(JSON.stringify(raw)))
    if (envelope === undefined) throw new Error('the vector is no envelope')
    const text = stringToSign(envelope)
    expect(text).toBe(expected.stringToSign)
    expect(createHash('sha256').update(text).digest('hex')).toBe(expected.sha256)
    const digest = digestOf(envelope.SignatureVersion, true) ?? ''
    expect(isSigned(envelope, x509, { digest, nowMs: vectorTimeMs })).toBe(true)
    expect(
      isSigned({ ...envelope, Message: `${envelope.Message} ` }, x509, { digest, nowMs: vectorTimeMs }),
    ).toBe(false)
  })

  test.for([
    ['notification_v1', 'receipt'],
    ['notification_v2', 'receipt'],
    ['notification_v2_subject_utf8', 'receipt'],
    ['unsubscribe_v2', 'handled'],
  ] as const)('%s is read as a %s', async ([name, kind]) => {
    expect((await read(snsVectors[name]?.envelope, atVectorTime)).kind).toBe(kind)
  })

  test('version 1 is refused where the setting says so, and 2 is not', async () => {
    const strict = { ...atVectorTime, settings: { ...atVectorTime.settings, allowSignatureV1: false } }
    expect(await read(snsVectors['notification_v1']?.envelope, strict)).toMatchObject({ kind: 'forged' })
    expect(await read(snsVectors['notification_v2']?.envelope, strict)).toMatchObject({ kind: 'receipt' })
  })
})

describe('the vendors agree', () => {
  test('sns-payload-validator and sns-validator take the same vectors, but for one known fault', async () => {
    await using sns = await openSnsHost()
    const payloads = new SnsPayloadValidator({ requestAgent: sns.agent })
    const messages = new MessageValidator()
    https.globalAgent = sns.agent
    for (const [name, { envelope }] of vectors) {
      for (const message of [envelope, changed(name, { Message: 'changed' })]) {
        const isOurs = (await read(message, atVectorTime)).kind
        const isGood = message === envelope
        const byPayloads = await payloads.validate(JSON.stringify(message)).then(
          () => true,
          () => false,
        )
        const byMessages = await new Promise((resolve) =>
          messages.validate({ ...message }, (fault) => resolve(!fault)),
        )
        expect({ name, byPayloads }).toEqual({ name, byPayloads: isGood })
        // It leaves the token out of what it checks of an UnsubscribeConfirmation.
        expect({ name, byMessages }).toEqual({ name, byMessages: isGood && name !== 'unsubscribe_v2' })
        if (!isGood) expect(isOurs).toBe('forged')
      }
    }
  })
})

describe('an envelope that was tampered with is forged', () => {
  const vector = 'notification_v2'
  const mutations: Record<string, Readonly<Record<string, unknown>>> = {
    'message changed': { Message: '{"eventType":"MEDIA_DELIVERED","messageId":"other-message"}' },
    'id changed': { MessageId: '22b80b92-fdea-4c2c-8f9d-bdfb0c7bf325' },
    'subject added': { Subject: 'x' },
    'time changed': { Timestamp: '2026-01-02T03:04:07.000Z' },
    'foreign topic': { TopicArn: 'arn:aws:sns:us-east-1:210987654321:mms-events' },
    'other type': { Type: 'SubscriptionConfirmation' },
    'type of no envelope': { Type: 'constructor' },
    'labelled version 1': { SignatureVersion: '1' },
    'labelled version 3': { SignatureVersion: '3' },
    'version of an object': { SignatureVersion: 'constructor' },
    'signature missing': { Signature: undefined },
    'signature empty': { Signature: '' },
    'signature of another vector': { Signature: snsVectors['notification_v1']?.envelope['Signature'] },
    'signature not base64': { Signature: '!'.repeat(344) },
    'member that is no text': { Message: { toString: 'x' } },
    'certificate at another host': {
      SigningCertURL: `https://sns.us-east-1.amazonaws.com.evil.example/SimpleNotificationService-${'0'.repeat(32)}.pem`,
    },
  }
  test.for(Object.entries(mutations))('%s', async ([, change]) => {
    expect((await read(changed(vector, change), atVectorTime)).kind).toBe('forged')
  })

  test.for([
    ['no JSON', 'Hello'],
    ['a message without its envelope', snsVectors[vector]?.envelope['Message']],
    ['an array', []],
    ['nothing', ''],
    ['null', null],
  ] as const)('%s', async ([, body]) => {
    expect((await read(body, atVectorTime)).kind).toBe('forged')
  })

  test('a certificate outside of its validity signs nothing', async () => {
    for (const nowMs of [Date.parse('2024-12-31T23:00:00Z'), Date.parse('2045-01-02T00:00:00Z')]) {
      const deps = eventDeps({ nowMs: () => nowMs })
      expect(await read(snsVectors[vector]?.envelope, deps)).toEqual({
        kind: 'forged',
        reason: 'signature does not fit',
      })
    }
  })

  test('no certificate is asked for on behalf of a foreign topic, a bad version or another host', async () => {
    const { store, asked } = aCertificateStore()
    const deps = { ...atVectorTime, certificates: store }
    for (const change of ['foreign topic', 'labelled version 3', 'certificate at another host']) {
      expect((await read(changed(vector, mutations[change] ?? {}), deps)).kind).toBe('forged')
    }
    expect(asked).toEqual([])
  })

  test('the certificate of another key does not verify', async () => {
    const deps = { ...atVectorTime, certificates: aCertificateStore(pemAnswer(tlsFiles.certificate)).store }
    expect((await read(snsVectors[vector]?.envelope, deps)).kind).toBe('forged')
  })
})

/** A TLS server that hands out the certificate, and an agent that takes it for every host. */
async function openSnsHost() {
  const server = createServer({ key: tlsFiles.privateKey, cert: tlsFiles.certificate }, (socket) => {
    const head = `HTTP/1.1 200 OK\r\nContent-Length: ${certificate.length}\r\nConnection: close\r\n\r\n`
    socket.once('data', () => socket.end(head + certificate))
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  // A server that listens on TCP has an address of this shape.
  const { port } = server.address() as AddressInfo
  const agent = new https.Agent()
  agent.createConnection = () => connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  const before = https.globalAgent
  return {
    agent,
    async [Symbol.asyncDispose]() {
      https.globalAgent = before
      agent.destroy()
      const closed = once(server, 'close')
      server.close()
      await closed
    },
  }
}
