import { expect, test } from 'vitest'
import { openSinch } from '../../src/providers/sinch/open-sinch.ts'
import { type Answer, type ArrivedRequest, aRequest, openHttpStub, reply } from '../http-stub.ts'
import {
  apiToken,
  batchId,
  batchResource,
  fullReport,
  reference,
  servicePlanId,
  settingsFor,
} from './sinch-fixture.ts'
import { loadSinchSdk } from './vendor-sdk.ts'

const never = new AbortController().signal
const callbackUrl = 'https://gw.example.com/webhooks/sinch/status/x'
const since = new Date('2026-11-14T09:25:00Z')

const answer: Answer = (socket, { method, path }) => {
  if (path.includes('delivery_report')) return reply(socket, 200, fullReport())
  if (path.includes('batches?')) {
    return reply(socket, 200, { count: 1, page: 0, page_size: 100, batches: [batchResource()] })
  }
  return reply(socket, method === 'POST' ? 201 : 200, batchResource({ canceled: method === 'DELETE' }))
}

/** What matters of a request: the vendor may order its query and name itself as it likes. */
function essence({ method, path, headers, body }: ArrivedRequest): unknown {
  const url = new URL(path, 'http://x')
  return {
    method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    authorization: headers['authorization'],
    body: body === '' ? undefined : JSON.parse(body),
  }
}

test("our requests are those of Sinch's own client", async () => {
  await using carrier = await openHttpStub(answer)
  const provider = openSinch(settingsFor(carrier.baseUrl))
  await provider.send(aRequest({ statusCallbackUrl: callbackUrl }), never)
  await provider.lookUp(batchId, never)
  const target = { messageId: aRequest().messageId, attempt: 1 }
  await provider.list({ to: aRequest().to, since, target }, never)
  await provider.cancel(batchId, never)
  await provider.close()
  const ours = carrier.requests.map(essence)

  const { SmsService } = await loadSinchSdk()
  const sms = new SmsService({ servicePlanId, apiToken, smsHostname: carrier.baseUrl })
  await sms.batches.sendMediaMessage({
    sendSMSRequestBody: {
      to: ['+14155550101'],
      from: '+14155550100',
      body: { url: 'https://m.example.com/a.png', message: 'hello' },
      delivery_report: 'per_recipient',
      callback_url: callbackUrl,
      client_reference: reference,
    },
  })
  await sms.deliveryReports.get({ batch_id: batchId, type: 'full' })
  await sms.batches.list({ page: 0, page_size: 100, start_date: since, client_reference: reference })
  await sms.batches.cancel({ batch_id: batchId })
  await sms.deliveryReports.get({ batch_id: batchId, type: 'full' })
  expect(ours).toEqual(carrier.requests.slice(ours.length).map(essence))
})
