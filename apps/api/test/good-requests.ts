import { randomUUIDv7 } from 'node:crypto'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { writeCallbackToken } from '@heliograph/delivery/secrets/callback-path'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import webhooks from 'twilio/lib/webhooks/webhooks.js'
import { type ApiFixture, accountSid, authToken, type Caller, publicBaseUrl, sender } from './api-fixture.ts'
import {
  awsEvent,
  newBatchId,
  type OtherCarriers,
  plivoStatusForm,
  signAsPlivo,
  signAsSinch,
  sinchReport,
} from './carrier-accounts.ts'

/** What a request has beside its method, its path and its key. */
export type Good = {
  /** For the parameter in the path. */
  readonly id?: string
  readonly headers?: Readonly<Record<string, string>>
  /** Objects go as JSON, text as it is. */
  readonly payload?: object | string
}

/** Makes a request that succeeds, by operation id. Every call makes another one, with things of its own. */
export type GoodRequests = Readonly<Record<string, () => Good | Promise<Good>>>

/** A signed form of Twilio for a path. */
export function signForm(path: string, form: Record<string, string>, token = authToken): Good {
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': webhooks.getExpectedTwilioSignature(token, `${publicBaseUrl}${path}`, form),
    },
    payload: new URLSearchParams(form).toString(),
  }
}

let count = 0

/** A recipient that nothing was sent to yet. */
export function newRecipient(): string {
  count += 1
  return `+1212555${String(count).padStart(4, '0')}`
}

/** A name that nothing has yet. */
export function newName(): string {
  return `name-${randomUUIDv7()}`
}

/** An id as Twilio gives them. */
export function newSid(prefix: 'MM' | 'SM'): string {
  return `${prefix}${randomUUIDv7().replaceAll('-', '')}`
}

/** The good requests over a fixture, about things of `owner`. Lists and reports need nothing and are not named here. */
export function buildGoodRequests(api: ApiFixture, owner: Caller, carriers?: OtherCarriers): GoodRequests {
  return {
    ...messageRequests(api, owner),
    ...batchRequests(api, owner),
    ...recipientRequests(api, owner),
    ...accessRequests(api, owner),
    twilioInbound: () => signForm('/webhooks/twilio/inbound', inboundForm()),
    ...(carriers && carrierRequests(api, owner, carriers)),
    getError: () => ({ id: '21610' }),
    getRefusedRequest: async () => {
      const refused = { method: 'POST', route: '/v1/messages', status: 400, code: 'invalid_request' }
      const data = { id: randomUUIDv7(), tenantId: owner.tenantId, at: new Date(), ...refused }
      return { id: (await api.db.refusedRequest.create({ data })).id }
    },
  }
}

const newDraft = () => ({ to: newRecipient(), body: 'x' })

function messageRequests(api: ApiFixture, { key }: Caller): GoodRequests {
  const send = async (): Promise<string> => (await api.post(newDraft(), { key })).json().id
  const message = async () => ({ id: await send() })
  const guide = () => ({ payload: newDraft(), headers: { prefer: 'wait=0' } })
  return {
    createMessage: () => ({ payload: newDraft() }),
    sendMms: guide,
    sendMmsApi: guide,
    getMessage: message,
    listMessageEvents: message,
    getMessageTimeline: message,
    cancelMessage: message,
    resolveMessage: async () => {
      const id = await send()
      await api.db.mmsLog.update({ where: { id }, data: { status: 'unknown', nextAt: null } })
      return { id, payload: { outcome: 'delivered', note: 'seen in the console' } }
    },
    twilioStatusCallback: async () => statusCallback(api, await send()),
  }
}

function batchRequests({ db }: ApiFixture, { tenantId }: Caller): GoodRequests {
  const batch = async () => {
    const { id } = await db.batch.create({ data: { id: randomUUIDv7(), tenantId, mode: 'each' } })
    return { id }
  }
  return {
    createBatch: () => ({ payload: { mode: 'each', items: [newDraft()] } }),
    appendBatchItems: async () => ({
      ...(await batch()),
      headers: { 'idempotency-key': randomUUIDv7() },
      payload: { items: [newDraft()] },
    }),
    getBatch: batch,
    pauseBatch: batch,
    resumeBatch: batch,
    cancelBatch: batch,
  }
}

function recipientRequests({ db, account }: ApiFixture, { tenantId }: Caller): GoodRequests {
  return {
    lookUpRecipient: () => ({ payload: { number: newRecipient() } }),
    createSuppression: () => ({ payload: { recipient: newRecipient() } }),
    removeSuppression: async () => {
      const data = { tenantId, recipient: newRecipient(), reason: 'api' }
      return { id: (await db.suppression.create({ data })).id }
    },
    getInbound: async () => {
      const numbers = { fromNumber: newRecipient(), toNumber: sender }
      const ids = { id: randomUUIDv7(), tenantId, providerAccountId: account.id, providerId: newSid('SM') }
      return { id: (await db.inboundMessage.create({ data: { ...ids, ...numbers } })).id }
    },
  }
}

function accessRequests(api: ApiFixture, { tenantId }: Caller): GoodRequests {
  const key = async () => ({
    id: (await createApiKey(api.db, { tenantId, name: 'x', scopes: ['ops'] })).keyId,
  })
  const tenant = async () => ({ id: (await api.addCaller()).tenantId })
  return {
    createKey: () => ({ payload: { name: newName(), scopes: ['ops'] } }),
    getKey: key,
    rotateKey: async () => ({ ...(await key()), payload: { overlapSeconds: 60 } }),
    revokeKey: async () => ({ ...(await key()), payload: {} }),
    createTenant: () => ({ payload: { name: newName() } }),
    getTenant: tenant,
    changeTenant: async () => ({ ...(await tenant()), payload: { name: newName() } }),
    getTenantLimits: tenant,
    setTenantLimits: async () => ({ ...(await tenant()), payload: { dailyMessages: 1_000 } }),
    removeTenantLimits: tenant,
  }
}

/** Genuine callbacks of the carriers besides Twilio. */
function carrierRequests(api: ApiFixture, { key }: Caller, { signAsAws }: OtherCarriers): GoodRequests {
  const begin = async (provider: ProviderName) => {
    const media = { mediaUrls: ['https://media.example.com/a.png'] }
    const draft = { ...newDraft(), ...media, provider }
    const { id: messageId, to } = (await api.post(draft, { key })).json()
    await claimFirst(api, messageId)
    const id = writeCallbackToken(api.keyring, { messageId, attempt: 1 })
    return { messageId, to, id, url: `${publicBaseUrl}/webhooks/${provider}/status/${id}` }
  }
  return {
    plivoStatusCallback: async () => {
      const { id, url, to } = await begin('plivo')
      return { id, ...signAsPlivo(url, plivoStatusForm(to)) }
    },
    plivoInbound: () => signAsPlivo(`${publicBaseUrl}/webhooks/plivo/inbound`, plivoInboundForm()),
    sinchStatusCallback: async () => {
      const { id, to } = await begin('sinch')
      return { id, ...signAsSinch(sinchReport(to)) }
    },
    sinchInbound: () => signAsSinch(sinchInboundMessage()),
    awsEvents: async () => signAsAws(awsEvent(`${(await begin('aws')).messageId}.1`)),
  }
}

function plivoInboundForm(): Record<string, string> {
  const from = newRecipient().slice(1)
  return { MessageUUID: randomUUIDv7(), From: from, To: '14155550100', Type: 'sms', Text: 'hello' }
}

function sinchInboundMessage(): object {
  const from = newRecipient().slice(1)
  const common = { id: newBatchId(), from, to: '14155550102', received_at: '2026-01-02T03:05:00.000Z' }
  return { ...common, type: 'mo_text', body: 'hello' }
}

/** A genuine receipt for the first attempt of a message, which is on its way. */
async function statusCallback(api: ApiFixture, messageId: string): Promise<Good> {
  await claimFirst(api, messageId)
  const id = writeCallbackToken(api.keyring, { messageId, attempt: 1 })
  return { id, ...signForm(`/webhooks/twilio/status/${id}`, statusForm()) }
}

async function claimFirst(api: ApiFixture, messageId: string): Promise<void> {
  const lease = { leaseMs: 45_000, worker: 'test', probeIntervalMs: 5_000 }
  const claim = await claimMessage(api.db, { id: messageId, gen: 0, ...lease })
  if (claim.kind !== 'claimed') throw new Error(`not claimed: ${claim.kind}`)
}

/** What Twilio says about a message it just took, under an id of its own. */
export function statusForm(): Record<string, string> {
  const sid = newSid('MM')
  return {
    MessageSid: sid,
    SmsSid: sid,
    MessageStatus: 'sent',
    SmsStatus: 'sent',
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    From: sender,
    To: newRecipient(),
  }
}

function inboundForm(): Record<string, string> {
  const sid = newSid('SM')
  const about = { MessageSid: sid, SmsSid: sid, AccountSid: accountSid, SmsStatus: 'received' }
  return { ...about, From: newRecipient(), To: sender, Body: 'hello', NumMedia: '0' }
}
