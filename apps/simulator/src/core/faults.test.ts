import { expect, test } from 'vitest'
import { faultConfigSchema } from './fault-rule.ts'
import { createFaults, type FaultCandidate } from './faults.ts'

const candidate = (n: number, over: Partial<FaultCandidate> = {}): FaultCandidate => ({
  operation: 'create',
  n,
  to: '+15558675310',
  from: '+15005550006',
  numberRules: [],
  ...over,
})

function withRules(seed: number, ...rules: object[]) {
  const faults = createFaults()
  faults.configure(faultConfigSchema.parse({ seed, rules }))
  return faults
}

test('draws do not depend on the order in which requests are asked about', () => {
  const ask = (order: number[]): string[] => {
    const faults = withRules(4, { fault: 'reset_after', probability: 0.5 })
    const struck = new Map(order.map((n) => [n, faults.forRequest(candidate(n)).fatal?.fault ?? '-']))
    return [...struck].sort(([a], [b]) => a - b).map(([, fault]) => fault)
  }
  const numbers = Array.from({ length: 50 }, (_, i) => i)
  expect(ask([...numbers].reverse())).toEqual(ask(numbers))
})

test('a probability strikes about that share', () => {
  const faults = withRules(9, { fault: 'unavailable', probability: 0.2 })
  const struck = Array.from({ length: 2_000 }, (_, n) => faults.forRequest(candidate(n)).fatal).filter(
    Boolean,
  )
  expect(Math.abs(struck.length - 400)).toBeLessThan(80)
})

test('the first rule that strikes decides the answer, a delay may come on top', () => {
  const faults = withRules(
    1,
    { fault: 'reset_after' },
    { fault: 'unavailable' },
    { fault: 'slow_accept', delayMs: 5 },
  )
  const { slow, fatal } = faults.forRequest(candidate(1))
  expect([slow?.fault, fatal?.fault]).toEqual(['slow_accept', 'reset_after'])
})

test('callback faults are drawn for each callback, message faults once', () => {
  const faults = withRules(
    2,
    { fault: 'callbacks_lost', probability: 0.5 },
    { fault: 'callbacks_reordered', times: 1 },
  )
  const first = faults.forMessage(candidate(1))
  expect([first.reordered, faults.forMessage(candidate(2)).reordered]).toEqual([true, false])
  const lost = Array.from({ length: 100 }, (_, n) => faults.forMessage(candidate(n)))
    .flatMap((message) => [message.forCallback('sent').lost, message.forCallback('delivered').lost])
    .filter(Boolean)
  expect(Math.abs(lost.length - 100)).toBeLessThan(35)
})
