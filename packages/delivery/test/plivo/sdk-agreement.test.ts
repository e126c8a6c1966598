import plivo from 'plivo'
import { expect, test } from 'vitest'
import { openPlivo } from '../../src/providers/plivo/open-plivo.ts'
import { aRequest, openHttpStub, reply } from '../http-stub.ts'
import { accepted, authId, authToken, messagesPath, settingsFor } from './plivo-answers.ts'

test("Plivo's own SDK makes the same request for the same message", async () => {
  await using carrier = await openHttpStub((socket) => reply(socket, 202, accepted()))
  const callback = 'https://gw.example.com/s/1.1.x'
  const media = ['https://m.example.com/a.png', 'https://m.example.com/b.png?x=1']
  const client = new plivo.Client(authId, authToken, { url: `${carrier.baseUrl}/v1/Account/${authId}` })
  // The SDK takes one object, which its types do not know.
  const create: unknown = client.messages.create
  if (typeof create !== 'function') throw new Error('the SDK has no create')
  await create.call(client.messages, {
    src: '14155550100',
    dst: '14155550101',
    text: 'héllo ☺',
    type: 'mms',
    media_urls: media,
    url: callback,
    method: 'POST',
    messageExpiry: 600,
  })
  const provider = openPlivo(settingsFor(carrier.baseUrl))
  const request = aRequest({
    body: 'héllo ☺',
    mediaUrls: media,
    statusCallbackUrl: callback,
    validitySeconds: 600,
  })
  const outcome = await provider.send(request, new AbortController().signal)
  await provider.close()
  expect(outcome.kind).toBe('accepted')
  const [theirs, ours] = carrier.requests.map(({ method, path, headers, body }) => ({
    method,
    path,
    authorization: headers['authorization'],
    type: headers['content-type'],
    body: JSON.parse(body),
  }))
  expect(ours).toEqual(theirs)
  expect(ours?.path).toBe(messagesPath)
})
