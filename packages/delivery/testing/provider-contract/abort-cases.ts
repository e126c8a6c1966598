import { eventually } from '@heliograph/testkit/eventually'
import { expect, test } from 'vitest'
import { type Cases, never, patience, withoutMedia } from './bench.ts'

/** A worker that is stopped says so to the provider, and what is known is still told. */
export const abortCases: Cases = (contract, bench) => {
  const { capabilities } = contract.definition

  test('aborted before it begins, a message is not sent', async () => {
    const { outcome, arrivals } = await bench().handOver(bench().request(), {}, AbortSignal.abort())
    expect(outcome).toMatchObject({ kind: 'not_sent', usesAttempt: true, fault: { class: 'network' } })
    expect(arrivals).toEqual([])
  })

  test('aborted while it waits for the answer, a message is ambiguous and asked once', async () => {
    const before = await bench().simulator.newest()
    const controller = new AbortController()
    const request = bench().request({ to: '+15005552521', ...withoutMedia(bench()) })
    const sending = bench().handOver(request, {}, controller.signal)
    await eventually(
      async () => expect(await bench().simulator.arrivalsSince(before)).toHaveLength(1),
      patience,
    )
    controller.abort()
    expect(await sending).toMatchObject({
      outcome: { kind: 'ambiguous', fault: { code: 'aborted_after_start', class: 'ambiguous' } },
      arrivals: [{ to: request.to }],
    })
  })

  if (capabilities.lookUp) {
    test('an aborted question is unavailable, not an answer', async () => {
      const outcome = await bench().provider.send(bench().request(), never)
      const id = outcome.kind === 'accepted' ? outcome.providerId : ''
      expect(await bench().provider.lookUp(id, AbortSignal.abort())).toMatchObject({ kind: 'unavailable' })
      expect(await bench().provider.lookUp(id, never)).toMatchObject({ kind: 'found' })
    })
  }
}
