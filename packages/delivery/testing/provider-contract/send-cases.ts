import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { type Cases, never, withoutMedia } from './bench.ts'
import { expectNormal } from './expect-facts.ts'

/** A message is taken, once, as it was asked for. */
export const sendCases: Cases = (contract, bench) => {
  test('a message is accepted with an id of the provider, and arrives once as it was asked for', async () => {
    const request = bench().request()
    const { outcome, arrivals } = await bench().handOver(request)
    expect(outcome).toMatchObject({ kind: 'accepted', status: 'submitted' })
    if (outcome.kind !== 'accepted') return
    expect(outcome.providerId).toMatch(contract.providerId.pattern)
    expect(outcome.httpStatus).toBeGreaterThanOrEqual(200)
    expect(outcome.httpStatus).toBeLessThan(300)
    expectNormal(outcome)
    expect(arrivals).toHaveLength(1)
    expect(arrivals[0]).toMatchObject({
      to: request.to,
      from: request.from,
      sid: outcome.providerId,
      accepted: true,
      mediaCount: 1,
      bodySha256: createHash('sha256')
        .update(request.body ?? '')
        .digest('hex'),
    })
  })

  test('the carrier is told the address of the attempt, or carries our reference', async () => {
    const request = bench().request({ attempt: 3 })
    const { arrivals } = await bench().handOver(request)
    const told = `${arrivals[0]?.statusCallback} ${arrivals[0]?.reference}`
    expect(told).toContain(`${request.messageId}.3`)
  })

  test('a text with letters of every kind arrives letter by letter', async () => {
    const body = 'Żółw 🐢 "quotes" & <tags> + 100% \\ ok?'
    const { outcome, arrivals } = await bench().handOver(bench().request({ body }))
    expect(outcome.kind).toBe('accepted')
    expect(arrivals[0]?.bodySha256).toBe(createHash('sha256').update(body).digest('hex'))
  })

  if (contract.definition.capabilities.senders.includes('messaging_service')) {
    test('a pool of senders picks the number', async () => {
      const { from: _from, ...rest } = bench().request()
      const pool = contract.messagingService ?? 'missing in the contract'
      const { outcome, arrivals } = await bench().handOver({ ...rest, messagingService: pool })
      expect(outcome.kind).toBe('accepted')
      expect([arrivals[0]?.messagingServiceSid, arrivals[0]?.from]).toContain(pool)
    })
  }

  test('sends side by side are as many messages, each with an id of its own', async () => {
    const before = await bench().simulator.newest()
    const requests = Array.from({ length: 12 }, () => bench().request(withoutMedia(bench())))
    const outcomes = await Promise.all(requests.map((request) => bench().provider.send(request, never)))
    const ids = outcomes.map((outcome) => (outcome.kind === 'accepted' ? outcome.providerId : outcome.kind))
    const arrivals = await bench().simulator.arrivalsSince(before)
    expect(arrivals).toHaveLength(requests.length)
    expect(new Set(ids)).toEqual(new Set(arrivals.map(({ sid }) => sid)))
  })
}
