import { expect, test } from 'vitest'
import { openTwilio } from './open-twilio.ts'

const settings = { accountSid: `AC${'a'.repeat(32)}`, authToken: 'secret token' } as const

test('a malformed setting is refused at once and not repeated in the message', () => {
  const malformed: [Partial<Record<keyof typeof settings | 'apiKey' | 'baseUrl', unknown>>, RegExp][] = [
    [{ accountSid: 'SKsecret' }, /Account SID/],
    [{ authToken: '' }, /Auth Token/],
    [{ apiKey: { sid: 'secret', secret: 'secret' } }, /API key/],
    [{ baseUrl: 'localhost:4010/secret' }, /base URL/],
    [{ baseUrl: 'ftp://secret' }, /base URL/],
  ]
  for (const [change, words] of malformed) {
    const open = () => openTwilio({ ...settings, ...change } as typeof settings)
    expect(open).toThrow(words)
    expect(open).not.toThrow(/secret/)
  }
})

test('reading and closing need no connection', async () => {
  const provider = openTwilio(settings)
  expect(
    provider.readCallback({ method: 'POST', signedUrl: 'x', headers: {}, rawBody: Buffer.alloc(0) }).kind,
  ).toBe('forged')
  expect(provider.explain('21610')?.class).toBe('opt_out')
  await provider.close()
})
