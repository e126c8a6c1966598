import { expect, test } from 'vitest'
import { claimTogether } from '../../src/messages/claim-together.ts'
import { type SendDeps, sendMessage } from '../../src/messages/send-message.ts'
import { openEngineFixture } from '../messages/engine-fixture.ts'

const engine = await openEngineFixture()
const { db, tenantId } = engine
const senderId = engine.account.senders[0]?.id ?? ''
const { requestTimeoutMs, leaseMs, probeIntervalMs } = engine.sendDeps.settings
const signal = new AbortController().signal

/** When each message's request to the carrier began. */
const startedAt = new Map<string, number>()
const provider = {
  ...engine.provider,
  send: (...[request, ...rest]: Parameters<typeof engine.provider.send>) => {
    startedAt.set(request.messageId, performance.now())
    return engine.provider.send(request, ...rest)
  },
}
const sendDeps: SendDeps = { ...engine.sendDeps, providerOf: () => provider }

const optOut = (recipient: string) =>
  db.suppression.create({ data: { tenantId, senderId, recipient, reason: 'opt_out_keyword' } })

test('300 races of STOP and send: nothing begins later than STOP and the request timeout', async () => {
  const races = 300
  const together = claimTogether(
    db,
    { leaseMs, worker: 'test', probeIntervalMs },
    { maxBatch: 16, maxRunning: 2 },
  )
  const lateMs: number[] = []
  const race = async (n: number): Promise<void> => {
    const to = `+1555867${String(n).padStart(4, '0')}`
    const id = await engine.accept({ to })
    const send = () =>
      sendMessage(n % 2 === 0 ? sendDeps : { ...sendDeps, claim: together }, { id, gen: 0 }, signal)
    const stop = () => optOut(to).then(() => performance.now())
    // Who goes first changes, and every tenth time waits for the other's end, so that both sides win some of the races.
    const first = n % 3 === 0 || n % 10 === 1 ? stop() : undefined
    if (n % 10 === 1) await first
    const sent = send()
    if (n % 10 === 2) await sent
    const stoppedAt = await (first ?? stop())
    await sent
    // The same doorbell again, as a relay would ring it.
    await send()
    const started = startedAt.get(id)
    if (started !== undefined) lateMs.push(started - stoppedAt)
    expect((await engine.row(id)).status).toBe(started === undefined ? 'blocked' : 'submitted')
  }
  const runners = Array.from({ length: 12 }, async (_, runner) => {
    for (let n = runner; n < races; n += 12) await race(n)
  })
  await Promise.all(runners)
  expect(engine.provider.sent).toHaveLength(lateMs.length)
  expect(lateMs.length).toBeGreaterThan(races / 20)
  expect(races - lateMs.length).toBeGreaterThan(races / 20)
  expect(lateMs.filter((ms) => ms >= requestTimeoutMs)).toEqual([])
})

test('a worker that stalls between claim and send for the request timeout sends no more, and the next claim is blocked', async () => {
  const to = '+15558675310'
  const id = await engine.accept({ to })
  let stalledMs = 0
  const stalling: SendDeps = {
    ...sendDeps,
    clock: () => performance.now() + stalledMs,
    probe: async (point) => {
      if (point !== 'after_claim') return
      await optOut(to)
      stalledMs = requestTimeoutMs + 1
    },
  }
  expect(await sendMessage(stalling, { id, gen: 0 }, signal)).toEqual({ kind: 'not_sent' })
  expect(startedAt.has(id)).toBe(false)
  await engine.shift(id, 'next_at', -1)
  expect(await engine.send(id)).toEqual({ kind: 'blocked' })
})
