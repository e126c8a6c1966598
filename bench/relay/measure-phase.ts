import { setTimeout as pause } from 'node:timers/promises'
import type { Db } from '@heliograph/delivery/db/db'
import type { MessageQueue } from '@heliograph/delivery/queue/message-queue'
import { relayDue } from '@heliograph/delivery/relay/relay-due'
import type pg from 'pg'
import { type Spread, spreadOf } from '../measure/statistics.ts'
import { timeNaiveSweep } from './naive-sweep.ts'

/** What one phase showed. Times in milliseconds. */
export type PhaseResult = {
  readonly phase: string
  readonly sweep: Spread
  readonly control: Spread
  /** Median of the control ÷ median of the sweep. */
  readonly ratio: number
  readonly rung: number
  readonly deepest: number
  /** Sweeps that ended in an error, of Redis mostly. */
  readonly failed: number
}

/** What a phase works with. `window` is the drain window that the relay asks. */
export type PhaseDeps = {
  readonly db: Db
  readonly client: pg.Client
  readonly queue: MessageQueue
  readonly window: () => number
}

const everyMs = 200
const ringGraceMs = 5_000
const controlLimit = 200
const rounds = 4

/** Runs the relay every 200 ms, and between its rounds the control. */
export async function measurePhase(
  deps: PhaseDeps,
  phase: string,
  counts: { readonly sweeps: number; readonly controls: number },
): Promise<PhaseResult> {
  const sweeps: number[] = []
  const controls: number[] = []
  let [rung, deepest, failed, beganAt] = [0, 0, 0, 0]
  // The statement lies between the relay's look at the depth and its ring.
  const queue: MessageQueue = {
    ...deps.queue,
    depth: async () => {
      const depth = await deps.queue.depth()
      beganAt = performance.now()
      return depth
    },
    ring: async (rings) => {
      sweeps.push(performance.now() - beganAt)
      await deps.queue.ring(rings)
      // A sweep may take several statements: the next one begins here.
      beganAt = performance.now()
    },
  }
  for (let round = 0; round < rounds; round += 1) {
    for (let count = 0; count < Math.ceil(counts.sweeps / rounds); count += 1) {
      try {
        const report = await relayDue({ db: deps.db, queue, window: deps.window, ringGraceMs })
        rung += report.rung
        deepest = Math.max(deepest, report.depth)
      } catch {
        // As in the worker's loop: the rows are still due, the next sweep comes as usual. The count is shown.
        failed += 1
      }
      await pause(everyMs)
    }
    for (let count = 0; count < Math.ceil(counts.controls / rounds); count += 1) {
      controls.push(await timeNaiveSweep(deps.client, controlLimit))
    }
  }
  const [sweep, control] = [spreadOf(sweeps), spreadOf(controls)]
  return { phase, sweep, control, ratio: Math.round(control.p50 / sweep.p50), rung, deepest, failed }
}
