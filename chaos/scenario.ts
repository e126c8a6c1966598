import type { Random } from './random.ts'
import type { LoadReport } from './rig/load.ts'
import type { Reaper } from './rig/reaper.ts'
import type { Rig, RigOptions } from './rig/rig.ts'

/** Something a scenario demands besides the invariants, with what was seen. */
export type Check = { readonly name: string; readonly ok: boolean; readonly seen: string }

/** What a scenario hands to the judge when its faults are over. */
export type Outcome = {
  readonly load: LoadReport
  /** When the last fault ended, on performance.now(). */
  readonly lastFaultAtMs: number
  readonly checks?: readonly Check[]
  /** Demands that can be judged only when everything is quiet. */
  readonly afterQuiet?: () => Promise<readonly Check[]>
  /** The Redis to look for leftovers in, when another one took over. */
  readonly redisPort?: number
  /** Numbers for the summary and the artifact, such as kills. */
  readonly figures?: Readonly<Record<string, number>>
}

/** How much of a scenario to run. */
export type Plan = { readonly messages: number; readonly soakMinutes: number; readonly isShort: boolean }

/** What a scenario works with. `startRig` may be called once; the runner closes it. */
export type Stage = {
  readonly random: Random
  readonly plan: Plan
  /** For files of the scenario; removed at the end of the run. */
  readonly folder: string
  readonly reaper: Reaper
  readonly startRig: (options?: RigOptions) => Promise<Rig>
}

/** A story with faults in it. */
export type Scenario = {
  readonly id: string
  readonly title: string
  /** Everything, quiet and judgement included. */
  readonly deadlineMs: number
  /** Longest time from the last fault until every message is final. */
  readonly quietWithinMs: number
  readonly messages: { readonly full: number; readonly short?: number }
  /** False when no answer is lost, so that the carrier's list is never needed. Default: true. */
  readonly asksCarrier?: boolean
  readonly run: (stage: Stage) => Promise<Outcome>
}

/** Builds a check from a bound. */
export function atMost(name: string, seen: number, bound: number): Check {
  return { name, ok: seen <= bound, seen: `${round(seen)}, at most ${bound}` }
}

/** Builds a check from a bound. */
export function atLeast(name: string, seen: number, bound: number): Check {
  return { name, ok: seen >= bound, seen: `${round(seen)}, at least ${bound}` }
}

function round(value: number): number {
  return Math.round(value * 1_000) / 1_000
}
