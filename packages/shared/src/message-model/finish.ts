import { type ModelStep, step } from './step.ts'
import { isWaiting, type World } from './world.ts'

const maxSteps = 100

/**
 * Lets everything go well from here on: processes end, lists can be read, the carrier accepts. Answers the
 * steps it made; the message must then be at an end or with the carrier.
 */
export function finish(world: World, onStep: (made: ModelStep) => void): number {
  for (let count = 0; count < maxSteps; count += 1) {
    const next = nextStep(world)
    if (next === undefined) return count
    step(world, next)
    onStep(next)
  }
  throw new Error(`still ${world.row.status} after ${maxSteps} good steps`)
}

function nextStep(world: World): ModelStep | undefined {
  const { row, now, flights } = world
  const [flight] = flights
  if (flight !== undefined && flight.outcome === undefined) {
    return { afterMs: 0, kind: 'post', flight: 0, answer: 'accepted' }
  }
  if (flight !== undefined) return { afterMs: 0, kind: 'settle', flight: 0 }
  const afterMs = Math.max(0, (row.nextAt ?? row.leaseUntil ?? 0) - now)
  if (row.status === 'sending') return { afterMs, kind: 'sweep_leases' }
  if (row.status === 'ambiguous') return { afterMs, kind: 'look', list: 'readable', status: 'submitted' }
  if (isWaiting(row.status)) return { afterMs, kind: 'claim', isStale: false }
  return undefined
}
