import { receiptStatuses } from '../domain/status.ts'
import { answers, type ModelStep } from './step.ts'
import { isWaiting, type World } from './world.ts'

type Draw = (below: number) => number
type Candidate = { readonly weight: number; readonly make: (draw: Draw) => ModelStep }

/** Random numbers that make one step, each in [0, 2^31). */
export const genesPerStep = 2

/**
 * Turns random numbers into a step that fits the world: mostly what could happen now, sometimes what
 * should do nothing. The same numbers in the same world always make the same step.
 */
export function chooseStep(world: World, genes: readonly number[]): ModelStep {
  const candidates = possible(world)
  const draw = drawFrom(genes)
  let point = draw(candidates.reduce((sum, { weight }) => sum + weight, 0))
  for (const { weight, make } of candidates) {
    if (point < weight) return make(draw)
    point -= weight
  }
  throw new Error('no step was chosen')
}

function drawFrom(genes: readonly number[]): Draw {
  let rest = genes.reduce((sum, gene) => sum * 2_147_483_648n + BigInt(gene), 0n)
  return (below) => {
    const drawn = Number(rest % BigInt(below))
    rest /= BigInt(below)
    return drawn
  }
}

function possible(world: World): Candidate[] {
  const { status } = world.row
  return [
    ...idle(world),
    ...inFlight(world),
    ...(isWaiting(status) ? beforeHandOver(world) : []),
    ...(status === 'sending' ? duringHandOver(world) : []),
    ...(status === 'ambiguous' ? [{ weight: 60, make: (draw: Draw) => look(world, draw) }] : []),
    ...(status === 'unknown' ? [{ weight: 10, make: (draw: Draw) => resolve(world, draw) }] : []),
    ...(world.creates.length > 0 ? [{ weight: 15, make: (draw: Draw) => receipt(world, draw) }] : []),
  ]
}

/** What may come at any time and then mostly does nothing. */
function idle(world: World): Candidate[] {
  return [
    { weight: 1, make: later([1_000, 60_000], { kind: 'wait' }) },
    { weight: 1, make: later([0, 60_000], { kind: 'claim', isStale: world.row.gen > 0 }) },
    { weight: 1, make: later([0, 46_000], { kind: 'sweep_leases' }) },
    { weight: 1, make: (draw) => look(world, draw) },
  ]
}

function beforeHandOver(world: World): Candidate[] {
  const untilDueMs = Math.max(0, (world.row.nextAt ?? 0) - world.now)
  return [
    { weight: 60, make: later([untilDueMs, untilDueMs, 0], { kind: 'claim', isStale: false }) },
    { weight: 10, make: later([0, 5_000, untilDueMs], { kind: 'relay' }) },
    { weight: 1, make: later([0, world.settings.validityMs], { kind: 'sweep_expired' }) },
    { weight: 1, make: later([0, 1_000], { kind: 'cancel' }) },
    ...consent(world),
    { weight: 1, make: later([world.settings.validityMs], { kind: 'claim', isStale: false }) },
  ]
}

function duringHandOver(world: World): Candidate[] {
  return [{ weight: 10, make: later([0, 45_000], { kind: 'sweep_leases' }) }, ...consent(world)]
}

function consent(world: World): Candidate[] {
  return world.isOptedOut
    ? [{ weight: 5, make: later([0], { kind: 'opt_in' }) }]
    : [{ weight: 1, make: later([0], { kind: 'opt_out' }) }]
}

function inFlight(world: World): Candidate[] {
  return world.flights.flatMap((flight, index): Candidate[] => {
    const crash = { weight: 8, make: later([0], { kind: 'crash', flight: index }) }
    if (flight.outcome !== undefined) {
      return [crash, { weight: 40, make: later([0, 0, 0, 46_000], { kind: 'settle', flight: index }) }]
    }
    return [
      crash,
      {
        weight: 60,
        make: (draw) => ({
          afterMs: pick(draw, [0, 0, 0, 0, 0, 0, 20_000, 30_000]),
          kind: 'post',
          flight: index,
          answer: pick(draw, answers),
        }),
      },
    ]
  })
}

function look(world: World, draw: Draw): ModelStep {
  const untilNextMs = Math.max(0, (world.row.nextAt ?? 0) - world.now)
  return {
    afterMs: pick(draw, [
      ...Array<number>(8).fill(untilNextMs),
      0,
      60_000,
      120_000,
      900_000,
      1_800_000,
      14_400_000,
    ]),
    kind: 'look',
    list: pick(draw, ['readable', 'readable', 'readable', 'readable', 'unreachable', 'too_long']),
    status: pick(draw, ['submitted', 'sent', 'delivered']),
  }
}

function receipt(world: World, draw: Draw): ModelStep {
  const status = pick(draw, receiptStatuses)
  const source = pick(draw, ['callback', 'callback', 'callback', 'lookup'] as const)
  const errorCode =
    status === 'failed' || status === 'undelivered' ? pick(draw, ['30003', undefined]) : undefined
  const said = { kind: 'receipt', source, status, ...(errorCode === undefined ? {} : { errorCode }) } as const
  return { afterMs: pick(draw, [0, 0, 1_000, 60_000]), ...said, ...about(world, draw) }
}

/** Mostly a create and its own attempt; now and then ids that do not belong together, once they are bound. */
function about(world: World, draw: Draw): { create: number | 'foreign'; attempt: number } {
  const create = draw(world.creates.length)
  const known = world.creates[create]
  const own = known?.attempt ?? 1
  const isOdd = draw(8) === 0
  if (isOdd && draw(2) === 0 && world.attempts[own - 1]?.providerId)
    return { create: 'foreign', attempt: own }
  const isBound = known !== undefined && world.attempts[own - 1]?.providerId === known.providerId
  return { create, attempt: isOdd && isBound ? 1 + draw(world.attempts.length) : own }
}

function resolve(world: World, draw: Draw): ModelStep {
  const outcome = pick(draw, ['sent', 'delivered', 'undelivered', 'failed'] as const)
  const isNamed = world.creates.length > 0 && draw(2) === 0
  return { afterMs: 0, kind: 'resolve', outcome, ...(isNamed ? { create: draw(world.creates.length) } : {}) }
}

function later(waitsMs: readonly number[], next: DistributedOmit<ModelStep>): (draw: Draw) => ModelStep {
  return (draw) => ({ ...next, afterMs: pick(draw, waitsMs) })
}

type DistributedOmit<Step> = Step extends ModelStep ? Omit<Step, 'afterMs'> : never

function pick<T>(draw: Draw, from: readonly T[]): T {
  const index = draw(from.length)
  const picked = from[index]
  if (picked === undefined && index >= from.length) throw new Error('picked beyond the end')
  return picked as T
}
