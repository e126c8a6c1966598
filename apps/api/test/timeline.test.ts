import { applyReceipt } from '@heliograph/delivery/messages/apply-receipt'
import { claimMessage } from '@heliograph/delivery/messages/claim-message'
import { recordAcceptance } from '@heliograph/delivery/messages/record-acceptance'
import { settleAttempt } from '@heliograph/delivery/messages/settle-attempt'
import { timeline } from '@heliograph/shared/contracts/timeline'
import { defaultRetryPolicy } from '@heliograph/shared/domain/retry-plan'
import type { SendOutcome } from '@heliograph/shared/domain/send-outcome'
import { messageStatuses } from '@heliograph/shared/domain/status'
import { expect, test } from 'vitest'
import { openApiFixture, recipient } from './api-fixture.ts'

const api = await openApiFixture()
const other = await api.addCaller()
const settings = { retry: defaultRetryPolicy, firstLookMs: 5_000, probeIntervalMs: 60_000 }

const send = async (changes: object = {}): Promise<string> =>
  (
    await api.post({
      to: recipient,
      body: 'secret words',
      mediaUrls: ['https://media.example.com/p.jpg'],
      ...changes,
    })
  ).json().id

const read = async (id: string, app = api.app) => {
  const answer = await api.get(`/v1/messages/${id}/timeline`, { app })
  expect(answer.statusCode).toBe(200)
  return timeline.strict().parse(answer.json())
}

async function claim(id: string) {
  const { gen } = await api.db.mmsLog.update({ where: { id }, data: { nextAt: new Date(0) } })
  const claimed = await claimMessage(api.db, {
    id,
    gen,
    leaseMs: 45_000,
    worker: 'test',
    probeIntervalMs: 60_000,
  })
  if (claimed.kind !== 'claimed') throw new Error(claimed.kind)
  return claimed.attempt
}

const fault = (code: string, errorClass: 'throttled' | 'ambiguous' | 'recipient' | 'network') => ({
  code,
  class: errorClass,
  detail: `raw detail about ${recipient}`,
  httpStatus: 429,
  requestId: `RQ${'1'.repeat(32)}`,
})

async function settle(id: string, outcome: Exclude<SendOutcome, { kind: 'accepted' }>) {
  await settleAttempt({ db: api.db, settings, random: () => 0.5 }, await claim(id), outcome)
}

const titles = (story: Awaited<ReturnType<typeof read>>) =>
  story.entries.map(({ kind, title }) => `${kind}: ${title}`)

test('a life from the 202 to sent is told in plain words, with its waits, answers, latency and price', async () => {
  const id = await send()
  await settle(id, { kind: 'not_sent', fault: fault('20429', 'throttled'), usesAttempt: false })
  const attempt = await claim(id)
  const providerId = `MM${'b'.repeat(32)}`
  await recordAcceptance(
    api,
    attempt,
    { kind: 'accepted', providerId, status: 'submitted', mediaCount: 1, httpStatus: 201, requestId: 'RQ2' },
    600_000,
  )
  const target = { messageId: id, attempt: attempt.attempt }
  await applyReceipt({ db: api.db, nextLookMs: 600_000 }, target, {
    source: 'callback',
    providerId,
    status: 'sent',
    price: '0.02',
    priceUnit: 'USD',
  })
  const story = await read(id)
  expect(titles(story)).toEqual([
    'accepted: Stored; it waits for its turn.',
    'attempt: Attempt 1 began to hand it over.',
    'attempt: It certainly was not sent; it is tried again.',
    'attempt: Attempt 2 began to hand it over.',
    'attempt: The carrier accepted it.',
    'receipt: A callback that says `sent` arrived.',
  ])
  const refused = story.entries[2]
  expect(refused).toMatchObject({
    until: expect.any(String),
    error: { code: '20429', class: 'throttled', title: 'Too many requests' },
    attempt: { number: 1, state: 'not_sent', httpStatus: 429, requestId: `RQ${'1'.repeat(32)}` },
  })
  expect(Date.parse(refused?.until ?? '')).toBeGreaterThan(Date.parse(refused?.at ?? ''))
  expect(story.entries[4]?.attempt).toMatchObject({
    number: 2,
    state: 'accepted',
    httpStatus: 201,
    providerId,
  })
  expect(story.entries[4]?.attempt?.latencyMs).toBeGreaterThanOrEqual(0)
  expect(story.entries[5]?.price).toEqual({ amount: '0.02', unit: 'USD' })
  expect(story).toMatchObject({
    status: 'sent',
    explanation: expect.stringContaining('The carrier took the message. US and Canadian carriers usually'),
    nextStep: 'nothing',
    price: { amount: '0.02', unit: 'USD' },
    consoleUrl: `https://www.twilio.com/console/sms/logs/${providerId}`,
  })
  expect(Date.parse(story.expectedBy ?? '')).toBeGreaterThan(Date.now() + 71 * 3_600_000)
  const { sentAt } = (await api.get(`/v1/messages/${id}`)).json()
  const app = await api.build({ settings: { ...api.deps.settings, sentFinalAfterMs: 60_000 } })
  const told = (await api.get(`/v1/messages/${id}/timeline`, { app })).json()
  expect(told.expectedBy).toBe(new Date(Date.parse(sentAt) + 60_000).toISOString())
})

test('shows no number, no content and no raw answer of the carrier', async () => {
  const id = await send()
  await settle(id, { kind: 'rejected', fault: fault('21211', 'recipient') })
  const answer = await api.get(`/v1/messages/${id}/timeline`)
  expect(answer.json()).toMatchObject({ status: 'failed', expectedBy: null })
  expect(answer.json().nextStep).toMatch(/^Application: Correct the number/)
  expect(answer.body).not.toMatch(/5558675310|secret words|media\.example|raw detail/)
})

test('a lost answer is explained with what its policy will do', async () => {
  const id = await send({ policy: 'at_most_once' })
  await settle(id, { kind: 'ambiguous', fault: fault('connection_lost', 'ambiguous') })
  const story = await read(id)
  expect(story.explanation).toMatch(/^The answer to the last attempt was lost, so Twilio is asked/)
  expect(story.explanation).toContain('not sent again in any case')
  expect(Date.parse(story.expectedBy ?? '')).toBeGreaterThan(Date.now())
  expect(story.consoleUrl).toBeNull()
})

test('a held sender is named, with who has to act and the next probe', async () => {
  const id = await send()
  const probeAt = new Date(Date.now() + 60_000)
  const { senderId } = await api.db.mmsLog.update({
    where: { id },
    data: { status: 'retrying', errorCode: '21606', errorClass: 'sender' },
  })
  await api.db.sender.update({
    where: { id: senderId },
    data: { heldAt: new Date(), holdCode: '21606', probeAt },
  })
  expect(await read(id)).toMatchObject({
    explanation: expect.stringMatching(/^The sender is held \(Sender not usable\)/),
    nextStep: 'Operations: Use a number of this account that can send MMS.',
    expectedBy: probeAt.toISOString(),
  })
  await api.db.sender.update({
    where: { id: senderId },
    data: { heldAt: null, holdCode: null, probeAt: null },
  })
})

test('every status has an explanation and a next step', async () => {
  const id = await send()
  for (const status of messageStatuses) {
    const waits = status === 'scheduled' || status === 'queued' || status === 'retrying'
    await api.db.mmsLog.update({
      where: { id },
      data: {
        status,
        nextAt: waits ? new Date() : null,
        leaseUntil: status === 'sending' ? new Date() : null,
        errorCode: status === 'failed' ? '30007' : null,
        errorClass: status === 'failed' ? 'filtered' : null,
      },
    })
    const story = await read(id)
    expect(story.status).toBe(status)
    expect(story.explanation.length).toBeGreaterThan(20)
    expect(story.nextStep).toMatch(/^(nothing$|Operations: |Application: )/)
  }
})

test('a simulated carrier has no console', async () => {
  const id = await send()
  await api.db.mmsLog.update({ where: { id }, data: { providerId: `MM${'c'.repeat(32)}` } })
  expect((await read(id)).consoleUrl).not.toBeNull()
  const app = await api.build({ routing: [{ ...api.account, simulated: true }] })
  expect((await read(id, app)).consoleUrl).toBeNull()
})

test('of another tenant, or of nobody, it is 404', async () => {
  const id = await send()
  for (const [path, key] of [
    [id, other.key],
    ['01a1fc39-fa88-7803-bd6d-0d7e097e6903', api.key],
    ['x', api.key],
  ] as const) {
    const answer = await api.get(`/v1/messages/${path}/timeline`, { key })
    expect([answer.statusCode, answer.json().code]).toEqual([404, 'message_not_found'])
  }
})
