import { expect, test } from 'vitest'
import type { SendRequest } from '../../src/providers/provider.ts'
import { openTwilio } from '../../src/providers/twilio/open-twilio.ts'
import { aRequest, messageResource, openCarrierStub, reply, settingsFor } from './carrier-stub.ts'

const service = `MG${'e'.repeat(32)}`
const plain = { To: '+15558675310', From: '+15005550006', Body: 'hello' }
const media = ['https://m.example.com/a.png', 'https://m.example.com/b.png?x=1&y=ü']

const { body: _body, ...withoutBody } = aRequest()
const { from: _from, ...withoutFrom } = aRequest({ mediaUrls: [] })

const table: Record<string, [SendRequest, expected: Record<string, string | string[]>]> = {
  'text and media': [aRequest({ mediaUrls: media }), { ...plain, MediaUrl: media }],
  'media alone sends no empty text': [
    withoutBody,
    { To: plain.To, From: plain.From, MediaUrl: 'https://m.example.com/a.png' },
  ],
  'text alone': [aRequest({ mediaUrls: [] }), plain],
  'text that must go as MMS': [
    aRequest({ mediaUrls: [], requireMms: true }),
    { ...plain, SendAsMms: 'true' },
  ],
  'media is MMS anyway': [
    aRequest({ requireMms: true }),
    { ...plain, MediaUrl: 'https://m.example.com/a.png' },
  ],
  'a messaging service picks': [
    { ...withoutFrom, messagingService: service },
    { To: plain.To, Body: 'hello', MessagingServiceSid: service },
  ],
  'a sender pinned in a messaging service': [
    aRequest({ mediaUrls: [], messagingService: service }),
    { ...plain, MessagingServiceSid: service },
  ],
  'validity and callback': [
    aRequest({ mediaUrls: [], validitySeconds: 600, statusCallbackUrl: 'https://gw.example.com/s/1.1.x' }),
    { ...plain, ValidityPeriod: '600', StatusCallback: 'https://gw.example.com/s/1.1.x#rc=3&rp=5xx,ct,rt' },
  ],
  'characters outside ASCII': [
    aRequest({ mediaUrls: [], body: 'Grüße & "héllo" 👍 +%=' }),
    { ...plain, Body: 'Grüße & "héllo" 👍 +%=' },
  ],
}

test.for(Object.entries(table))('form of the request: %s', async ([, [request, expected]]) => {
  await using carrier = await openCarrierStub((socket) => reply(socket, 201, messageResource()))
  const provider = openTwilio(settingsFor(carrier.baseUrl))
  await provider.send(request, new AbortController().signal)
  await provider.close()
  const [arrived] = carrier.requests
  expect(arrived?.head).toMatch(/content-type: application\/x-www-form-urlencoded/i)
  const sent: Record<string, string | string[]> = {}
  for (const name of arrived?.form.keys() ?? []) {
    const values = arrived?.form.getAll(name) ?? []
    sent[name] = values.length > 1 ? values : values.join()
  }
  expect(sent).toEqual(expected)
})
