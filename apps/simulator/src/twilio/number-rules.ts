import type { FaultRule } from '../core/fault-rule.ts'
import { behaviourOf } from '../numbers.ts'
import { normalizeNumber } from './address.ts'

/** The fault rules that a recipient's number brings along. */
export function numberRules(to: string): FaultRule[] {
  const behaviour = behaviourOf(to)
  return behaviour.kind === 'faults' ? behaviour.rules : []
}

/** The same for a create request: numbers that are struck every other time are spared on even counts. */
export function numberRulesOnCreate(given: string | null, createsTo: Map<string, number>): FaultRule[] {
  const to = normalizeNumber(given ?? '')
  if (to === undefined) return []
  const behaviour = behaviourOf(to)
  if (behaviour.kind !== 'faults' || !behaviour.everyOther) return numberRules(to)
  const count = (createsTo.get(to) ?? 0) + 1
  createsTo.set(to, count)
  return count % 2 === 1 ? behaviour.rules : []
}
