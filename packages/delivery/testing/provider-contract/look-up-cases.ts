import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import { type Cases, never, patience } from './bench.ts'
import { expectNormal } from './expect-facts.ts'
import { closing, send } from './send-message.ts'

/** The provider's own record decides, and a question without an answer is never an absence. */
export const lookUpCases: Cases = (contract, bench) => {
  const { providerId, endings, definition } = contract

  if (!definition.capabilities.lookUp) {
    test('a provider without look-up says so', async () => {
      const { id } = await send(bench(), '+15005551000')
      for (const one of [id, providerId.unknown, '../other']) {
        expect(await bench().provider.lookUp(one, never)).toEqual({ kind: 'unsupported' })
      }
    })
  }

  if (definition.capabilities.lookUp) {
    describe('where there is a record', () => {
      test('a message is found, and its end is in the record without any callback', async () => {
        const { id } = await send(bench(), '+15005553000')
        const found = await eventually(async () => {
          const answer = await bench().provider.lookUp(id, never)
          expect(answer).toMatchObject({ kind: 'found', message: { providerId: id, status: 'delivered' } })
          return answer
        }, patience)
        if (found.kind !== 'found') return
        expectNormal(found.message)
        expect([undefined, '+15005553000']).toContain(found.to)
      })

      test.each(endings.slice(0, 3))('the end $status with $code is in the record', async (ending) => {
        const { id } = await send(bench(), ending.to)
        const message = { status: ending.status, errorCode: ending.code, errorClass: ending.class }
        await eventually(
          async () =>
            expect(await bench().provider.lookUp(id, never)).toMatchObject({ kind: 'found', message }),
          patience,
        )
      })

      test.each([
        ['never given', providerId.unknown],
        ['of another shape', '../../Accounts'],
        ['of no length', ''],
      ])('an id %s is absent', async (_what, id) => {
        expect(await bench().provider.lookUp(id, never)).toEqual({ kind: 'absent' })
      })

      test.each([
        ['is throttled', { fault: 'rate_limited', retryAfterSeconds: 7 }, { retryAfterMs: 7_000 }],
        ['meets an error', { fault: 'server_error_before' }, {}],
        ['is refused for its credentials', { fault: 'reject_auth' }, {}],
        ['is cut off', { fault: 'reset_before' }, {}],
        ['gets half an answer', { fault: 'truncated_answer' }, {}],
        ['gets an answer that is not JSON', { fault: 'invalid_answer' }, {}],
      ])('a question that %s is unavailable', async (_what, rule, more) => {
        const { id } = await send(bench(), '+15005551001')
        await bench().simulator.fail({ ...rule, on: 'fetch' })
        const answers = [
          await bench().provider.lookUp(id, never),
          await bench().provider.lookUp(providerId.unknown, never),
        ]
        await bench().simulator.fail()
        expect(answers[0]).toMatchObject({ kind: 'unavailable', detail: expect.any(String), ...more })
        expect(answers[1]?.kind === 'found').toBe(false)
        expect(await bench().provider.lookUp(id, never)).toMatchObject({ kind: 'found' })
      })

      test('silence ends at the deadline', async () => {
        const { id } = await send(bench(), '+15005551001')
        await bench().simulator.fail({ fault: 'hang_before', on: 'fetch' })
        await using hasty = closing(bench(), contract.env, { totalMs: 500 })
        const answer = await hasty.provider.lookUp(id, never)
        await bench().simulator.fail()
        expect(answer).toMatchObject({ kind: 'unavailable' })
      })
    })
  }
}
