import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import { type Cases, never, patience } from './bench.ts'
import { send } from './send-message.ts'

/** What the carrier still holds can be taken back, where the carrier lets us. */
export const cancelCases: Cases = (contract, bench) => {
  const { providerId, definition } = contract

  if (!definition.capabilities.cancel) {
    test('a provider that takes nothing back says so', async () => {
      const { id } = await send(bench(), '+15005551002')
      for (const one of [id, providerId.unknown]) {
        expect(await bench().provider.cancel(one, never)).toEqual({ kind: 'unsupported' })
      }
    })
  }

  if (definition.capabilities.cancel) {
    describe('where the carrier takes messages back', () => {
      test('a message that waits is taken back, once and again, and its record says so', async () => {
        const { id } = await send(bench(), '+15005551002')
        expect(await bench().provider.cancel(id, never)).toEqual({ kind: 'canceled' })
        expect(await bench().provider.cancel(id, never)).toEqual({ kind: 'canceled' })
        await eventually(
          async () =>
            expect(await bench().provider.lookUp(id, never)).toMatchObject({
              kind: 'found',
              message: { status: 'failed', errorClass: 'canceled' },
            }),
          patience,
        )
      })

      test('a message that was delivered is too late', async () => {
        const { id } = await send(bench(), '+15005551000')
        await eventually(
          async () =>
            expect(await bench().provider.lookUp(id, never)).toMatchObject({
              message: { status: 'delivered' },
            }),
          patience,
        )
        expect(await bench().provider.cancel(id, never)).toEqual({ kind: 'too_late' })
      })

      test.each([
        ['never given', providerId.unknown],
        ['of another shape', '../../other'],
      ])('an id %s is too late', async (_what, id) => {
        expect(await bench().provider.cancel(id, never)).toEqual({ kind: 'too_late' })
      })

      test.each([
        ['is throttled', { fault: 'rate_limited', retryAfterSeconds: 7 }, { retryAfterMs: 7_000 }],
        ['meets an error', { fault: 'server_error_before' }, {}],
        ['loses its answer', { fault: 'reset_after' }, {}],
      ])('a request that %s is unavailable, and may be asked again', async (_what, rule, more) => {
        const { id } = await send(bench(), '+15005551002')
        await bench().simulator.fail({ ...rule, on: 'delete' })
        const outcome = await bench().provider.cancel(id, never)
        await bench().simulator.fail()
        expect(outcome).toMatchObject({ kind: 'unavailable', detail: expect.any(String), ...more })
        expect(await bench().provider.cancel(id, never)).toEqual({ kind: 'canceled' })
      })
    })
  }
}
