import { describe, expect, test } from 'vitest'
import type { SendRequest } from '../../src/providers/provider.ts'
import { openHttpStub, reply } from '../http-stub.ts'
import { accepted, aMessage, answerHeaders, openAccount, ownMedia } from './aws-fixture.ts'

const signal = new AbortController().signal

/** What one message looks like on the wire. */
async function wire(overrides: Partial<SendRequest> = {}) {
  await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
  const provider = openAccount(carrier.baseUrl)
  const outcome = await provider.send(aMessage(overrides), signal)
  await provider.close()
  const [request] = carrier.requests
  return { outcome, request, body: JSON.parse(request?.body ?? '{}') as unknown, posts: carrier.posts }
}

describe('the request', () => {
  test('is signed JSON 1.0 for SendMediaMessage, with the attempt in its context', async () => {
    const { request, body, posts } = await wire({ attempt: 3 })
    expect(posts).toBe(1)
    expect([request?.method, request?.path]).toEqual(['POST', '/'])
    expect(request?.headers).toMatchObject({
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': 'PinpointSMSVoiceV2.SendMediaMessage',
      authorization: expect.stringMatching(
        /^AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE\/\d{8}\/us-east-1\/sms-voice\/aws4_request, /,
      ),
    })
    expect(body).toEqual({
      DestinationPhoneNumber: '+14155550101',
      OriginationIdentity: '+14155550100',
      MessageBody: 'hello',
      MediaUrls: [ownMedia],
      ConfigurationSetName: 'mms-events',
      Context: { heliograph: '01990000-0000-7000-8000-000000000000.3' },
    })
  })

  test('leaves out what is absent or blank, because AWS refuses an empty text', async () => {
    const { body: blank } = await wire({ body: ' \n' })
    expect(blank).not.toHaveProperty('MessageBody')
    const { body: textOnly } = await wire({ mediaUrls: [], requireMms: true })
    expect(textOnly).not.toHaveProperty('MediaUrls')
  })

  test('keeps every character of the text', async () => {
    const { body } = await wire({ body: 'Grüße 👍 "x"\n\u2028' })
    expect(body).toMatchObject({ MessageBody: 'Grüße 👍 "x"\n\u2028' })
  })

  test('names the pool where there is no number', async () => {
    const { from: _from, ...pooled } = aMessage({ messagingService: 'pool-0123abcd' })
    await using carrier = await openHttpStub((socket) => reply(socket, 200, accepted, answerHeaders))
    const provider = openAccount(carrier.baseUrl)
    await provider.send(pooled, signal)
    await provider.close()
    expect(JSON.parse(carrier.requests[0]?.body ?? '{}')).toMatchObject({
      OriginationIdentity: 'pool-0123abcd',
    })
  })

  test.for([
    [1, 5],
    [14_400, 14_400],
    [999_999, 259_200],
  ] as const)('a validity of %s s is asked for as %s s', async ([validitySeconds, TimeToLive]) => {
    expect((await wire({ validitySeconds })).body).toMatchObject({ TimeToLive })
  })
})

describe('what AWS would not take, or must not get, is refused by name and without a request', () => {
  const tenantId = aMessage().tenantId
  const refused: Record<string, [Partial<SendRequest>, code: string, words: RegExp]> = {
    'two media': [
      { mediaUrls: [ownMedia, ownMedia] },
      'beyond_provider',
      /^mediaUrls has 2 URLs.*one media file/,
    ],
    'a long text': [{ body: 'x'.repeat(1_601) }, 'beyond_provider', /^body has 1601/],
    'a country without MMS': [{ to: '+442071838750' }, 'beyond_provider', /^to is a number in GB/],
    'an address of another kind': [{ mediaUrls: ['ftp://x.example/a'] }, 'media_refused', /^mediaUrls\[0\]/],
    'another bucket': [
      { mediaUrls: [`s3://other/heliograph/${tenantId}/a.png`] },
      'media_not_allowed',
      /S3_BUCKET_NAME/,
    ],
    'another tenant': [
      { mediaUrls: ['s3://acme-mms-media/heliograph/01990000-0000-7000-8000-00000000000b/a.png'] },
      'media_not_allowed',
      /^mediaUrls\[0\].*AWS_MEDIA_PREFIX/,
    ],
    'nothing to say': [{ mediaUrls: [], body: ' ' }, 'message_empty', /./],
  }
  test.for(Object.entries(refused))('%s', async ([, [change, code, words]]) => {
    const { outcome, posts } = await wire(change)
    expect(outcome).toMatchObject({ kind: 'rejected', fault: { code, detail: expect.stringMatching(words) } })
    expect(JSON.stringify(outcome)).not.toMatch(/s3:\/\/|acme-mms-media/)
    expect(posts).toBe(0)
  })

  test('no sender', async () => {
    await using carrier = await openHttpStub(() => undefined)
    const { from: _from, ...nobody } = aMessage()
    const provider = openAccount(carrier.baseUrl)
    const outcome = await provider.send(nobody, signal)
    await provider.close()
    expect(outcome).toMatchObject({
      kind: 'rejected',
      fault: { code: 'sender_missing', class: 'configuration' },
    })
    expect(carrier.connections).toBe(0)
  })
})

test('questions that AWS has no answer to are unsupported, and callbacks per message are never believed', async () => {
  await using carrier = await openHttpStub(() => undefined)
  const provider = openAccount(carrier.baseUrl)
  const query = {
    to: '+14155550101',
    since: new Date(),
    target: { messageId: aMessage().messageId, attempt: 1 },
  }
  expect([
    await provider.lookUp('0f1e2d3c-aaaa-bbbb-cccc-000000000001', signal),
    await provider.list(query, signal),
    await provider.cancel('0f1e2d3c-aaaa-bbbb-cccc-000000000001', signal),
  ]).toEqual([{ kind: 'unsupported' }, { kind: 'unsupported' }, { kind: 'unsupported' }])
  const request = {
    method: 'POST',
    signedUrl: 'https://x.example',
    headers: {},
    rawBody: Buffer.alloc(0),
  } as const
  for (const reading of [provider.readCallback(request), provider.readInbound(request)]) {
    expect(reading).toEqual({ kind: 'forged', reason: expect.stringContaining('/webhooks/aws/events') })
  }
  await provider.close()
  expect(carrier.connections).toBe(0)
})
