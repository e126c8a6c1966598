import { expect, test } from 'vitest'
import { type Cases, withoutMedia } from './bench.ts'

const lost: readonly (readonly [to: string, what: string, isTaken: boolean])[] = [
  ['+15005552500', '500 before the message was taken', false],
  ['+15005552501', '500 after the message was taken', true],
  ['+15005552503', '503', false],
  ['+15005552510', 'a reset before the message was taken', false],
  ['+15005552511', 'a reset after the message was taken', true],
  ['+15005552540', 'an answer that is cut off', true],
  ['+15005552541', 'an answer that is not JSON', true],
]

const silent: typeof lost = [
  ['+15005552520', 'silence before the message was taken', false],
  ['+15005552521', 'silence after the message was taken', true],
]

/** Once a byte went out and no believable answer came, the truth is open: nothing is repeated. */
export const ambiguousCases: Cases = (_contract, bench) => {
  test.each(lost)('%s: %s is ambiguous and asked once', async (to, _what, isTaken) => {
    const { outcome, arrivals } = await bench().handOver(bench().request({ to }))
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { class: 'ambiguous' } })
    expect(arrivals.map(({ accepted }) => accepted)).toEqual([isTaken])
  })

  test.each(silent)('%s: %s is ambiguous at the deadline and asked once', async (to, _what, isTaken) => {
    const request = bench().request({ to, ...withoutMedia(bench()) })
    const { outcome, arrivals } = await bench().handOver(request, { totalMs: 1_500 })
    expect(outcome).toMatchObject({ kind: 'ambiguous', fault: { class: 'ambiguous' } })
    expect(arrivals.map(({ accepted }) => accepted)).toEqual([isTaken])
  })

  test('an answer that comes late, but in time, is believed', async () => {
    await bench().simulator.fail({ fault: 'slow_answer', delayMs: 300, times: 1 })
    const { outcome, arrivals } = await bench().handOver(bench().request())
    await bench().simulator.fail()
    expect(outcome.kind).toBe('accepted')
    expect(arrivals).toHaveLength(1)
  })
}
