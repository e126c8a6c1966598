import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '@heliograph/delivery/db/db'
import { claimTogether } from '@heliograph/delivery/messages/claim-together'
import { accepted, buildScriptedProvider } from '@heliograph/delivery/testing/scripted-provider'
import { crashesToSuspect } from '@heliograph/shared/domain/poison'
import { defaultRetryPolicy } from '@heliograph/shared/domain/retry-plan'
import { createTestDatabase } from '@heliograph/testkit/database'
import { eventually } from '@heliograph/testkit/eventually'
import { afterAll, expect, test } from 'vitest'
import { buildAnswering } from '../src/answer-doorbells.ts'

const database = await createTestDatabase()
const db = openDb({ url: database.url, maxConnections: 8, applicationName: 'answering-test' })
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

const terms = { leaseMs: 45_000, probeIntervalMs: 60_000, worker: 'test' }
const settings = {
  ...terms,
  requestTimeoutMs: 20_000,
  nextLookMs: 60_000,
  firstLookMs: 1_000,
  retry: defaultRetryPolicy,
}

/** A process that answers doorbells, with a provider that answers when it is told to. */
function openProcess() {
  const scripted = buildScriptedProvider(randomUUIDv7)
  const refused: string[] = []
  const answers = new Map<string, () => void>()
  const provider: typeof scripted = {
    ...scripted,
    send: async ({ messageId }) => {
      const { promise, resolve } = Promise.withResolvers<void>()
      answers.set(messageId, resolve)
      await promise
      return accepted(`MM${messageId}`)
    },
  }
  const together = claimTogether(db, terms, { maxBatch: 16, maxRunning: 1 })
  const sending = buildAnswering({
    sendDeps: {
      db,
      settings,
      worker: terms.worker,
      claim: async (doorbell) => {
        const claim = await together(doorbell)
        if (claim.kind === 'suspect') refused.push(doorbell.id)
        return claim
      },
      providerOf: () => provider,
      callbackUrl: () => undefined,
      random: () => 0.5,
      clock: () => performance.now(),
      onAttempt: () => undefined,
      probe: () => undefined,
      ring: () => undefined,
    },
    signal: new AbortController().signal,
    onDone: () => undefined,
  })
  return {
    ring: (id: string) => sending.answer({ id, gen: 0 }),
    /** Suspects that were not claimed beside others. */
    refused,
    /** Messages that are at the provider, or were. */
    asked: () => [...answers.keys()],
    answer: (id: string) => answers.get(id)?.(),
  }
}

/** Stores a due message that so many processes died of. */
async function store(crashes: number): Promise<string> {
  const tenant = await db.tenant.create({ data: { id: randomUUIDv7(), name: randomUUIDv7() } })
  const account = await db.providerAccount.create({
    data: { id: randomUUIDv7(), provider: 'twilio', externalId: randomUUIDv7(), credentialRef: 'test' },
  })
  const sender = await db.sender.create({
    data: { id: randomUUIDv7(), providerAccountId: account.id, address: '+15005550006', kind: 'number' },
  })
  const { id } = await db.mmsLog.create({
    data: {
      id: randomUUIDv7(),
      tenantId: tenant.id,
      senderId: sender.id,
      providerAccountId: account.id,
      provider: 'twilio',
      toNumber: '+15558675310',
      kind: 'mms',
      status: 'queued',
      nextAt: new Date(Date.now() - 1_000),
      expiresAt: new Date(Date.now() + 3_600_000),
      crashes,
    },
  })
  await db.mmsContent.create({ data: { messageId: id, tenantId: tenant.id, body: 'hello' } })
  return id
}

const status = async (id: string) => (await db.mmsLog.findUniqueOrThrow({ where: { id } })).status

test('a message that processes died of is sent when nothing else is in hand, and nothing else is until it is settled', async () => {
  const [first, suspect, later] = [await store(1), await store(crashesToSuspect), await store(0)]
  const { ring, refused, asked, answer } = openProcess()
  const sends = [ring(first)]
  await eventually(() => expect(asked()).toEqual([first]))
  sends.push(ring(suspect))
  await eventually(() => expect(refused).toEqual([suspect]))
  sends.push(ring(later), ring(suspect))
  answer(first)
  await eventually(() => expect(asked()).toEqual([first, suspect]))
  expect([await status(first), await status(later)]).toEqual(['submitted', 'queued'])
  answer(suspect)
  await eventually(() => expect(asked()).toEqual([first, suspect, later]))
  expect(await status(suspect)).toBe('submitted')
  answer(later)
  await Promise.all(sends)
  expect(await status(later)).toBe('submitted')
})
