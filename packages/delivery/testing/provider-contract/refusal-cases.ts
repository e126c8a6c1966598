import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import { expect, test } from 'vitest'
import type { Cases } from './bench.ts'

/** What the engine does after a refusal goes by its class, the same for every provider. */
const reactions: Partial<Record<ErrorClass, object>> = {
  recipient: { kind: 'rejected' },
  content: { kind: 'rejected' },
  opt_out: { kind: 'rejected' },
  configuration: { kind: 'rejected' },
  account: { kind: 'not_sent', usesAttempt: false, hold: 'account' },
  sender: { kind: 'not_sent', usesAttempt: false, hold: 'sender' },
  throttled: { kind: 'not_sent', usesAttempt: false },
}

/** A refusal is certain, has a class, and happens once. */
export const refusalCases: Cases = (contract, bench) => {
  const { refusals, endings, definition } = contract

  test.each(refusals)('$code ($class) is understood at once', async (refusal) => {
    const { request, code, class: errorClass } = refusal
    const { outcome, arrivals } = await bench().handOver(bench().request(request))
    expect(outcome).toMatchObject({ ...reactions[errorClass], fault: { code, class: errorClass } })
    expect(arrivals).toHaveLength(1)
    expect(arrivals[0]?.accepted).toBe(false)
  })

  test.each(Object.keys(reactions))('a fault of class %s is among the cases', (errorClass) => {
    // Throttling has cases of its own below, at every carrier.
    const isGiven = definition.listCodes().some((row) => row.class === errorClass)
    const isTried = [...refusals, ...endings].some((one) => one.class === errorClass)
    expect(isTried || !isGiven || errorClass === 'throttled').toBe(true)
  })

  test.each([
    ['+15005552401', 'credentials are refused'],
    ['+15005552403', 'the account is suspended'],
  ])('%s: where %s the account is held and no attempt is used', async (to) => {
    const { outcome, arrivals } = await bench().handOver(bench().request({ to }))
    expect(outcome).toMatchObject({ ...reactions.account, fault: { class: 'account' } })
    expect(arrivals).toHaveLength(1)
  })

  test('throttling without a time uses no attempt', async () => {
    const { outcome, arrivals } = await bench().handOver(bench().request({ to: '+15005552429' }))
    expect(outcome).toMatchObject({ ...reactions.throttled, fault: { class: 'throttled' } })
    expect(outcome).not.toHaveProperty('hold')
    expect(arrivals).toHaveLength(1)
  })

  test('throttling with a time waits as long as it was asked', async () => {
    const { outcome, arrivals } = await bench().handOver(bench().request({ to: '+15005552430' }))
    expect(outcome).toMatchObject({
      ...reactions.throttled,
      retryAfterMs: 1_000,
      fault: { class: 'throttled' },
    })
    expect(arrivals).toHaveLength(1)
  })
}
