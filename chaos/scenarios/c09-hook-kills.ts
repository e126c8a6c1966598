import { setTimeout as delay } from 'node:timers/promises'
import type { ProbePoint } from '@heliograph/delivery/messages/probe'
import { apiPoints, type CatchLog, openCatchLog, workerPoints } from '../rig/armed.ts'
import { startLoad } from '../rig/load.ts'
import type { Rig } from '../rig/rig.ts'
import { mainOf } from '../rig/services.ts'
import { atLeast, type Check, type Scenario } from '../scenario.ts'

/**
 * In full every kill catches one message; the short run lets a kill catch several, to fit into the test run. The API
 * stores through a few statements at a time, and a message that is held holds its statement, so fewer fit there.
 */
const modes = {
  full: { perKill: { api: 1, worker: 1 }, ratePerSecond: 25, givenUpAfterMs: 1_200_000 },
  short: { perKill: { api: 3, worker: 16 }, ratePerSecond: 60, givenUpAfterMs: 150_000 },
}

/**
 * Processes die by SIGKILL exactly at each of the seven points, with messages held there. Of two API processes
 * one is armed, of three workers two; whoever dies is armed anew for the point that lacks most.
 */
export const hookKills: Scenario = {
  id: 'C9',
  title: 'SIGKILL at each of the seven points, until each caught its share of messages',
  deadlineMs: 1_500_000,
  quietWithinMs: 30_000,
  // Messages to catch at each point.
  messages: { full: 100, short: 32 },
  run: async ({ random, plan, folder, startRig }) => {
    const log = openCatchLog(folder)
    const wanted = plan.messages
    const mode = plan.isShort ? modes.short : modes.full
    const armed: Record<string, ProbePoint> = {}
    const rig = await startRig({
      mains: { api: mainOf('chaos/mains/api.ts'), worker: mainOf('chaos/mains/worker.ts') },
      envOf: (role, n) => {
        const seat = `${role}-${n}`
        delete armed[seat]
        // The first of each kind is never armed, so that work goes on.
        const next = n > 0 ? nextPoint(role, log, wanted, Object.values(armed)) : undefined
        if (next === undefined) return {}
        armed[seat] = next.point
        const count = Math.min(mode.perKill[role], next.missing)
        return { CHAOS_POINT: next.point, CHAOS_CATCH: String(count), CHAOS_LOG: log.file }
      },
    })
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: 30_000, ratePerSecond: mode.ratePerSecond })
    const startedAt = performance.now()
    while (!isComplete(log, wanted) && performance.now() - startedAt < mode.givenUpAfterMs) await delay(200)
    const lastKillAtMs = performance.now()
    load.stop()
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: Math.max(lastKillAtMs, performance.now()),
      figures: { caught: log.read().length, kills: countKills(rig) },
      checks: judgeCatches(log, wanted),
    }
  },
}

/** The point of this role that lacks most, leaving out those that another process is armed for. */
function nextPoint(
  role: 'api' | 'worker',
  log: CatchLog,
  wanted: number,
  taken: readonly ProbePoint[],
): { point: ProbePoint; missing: number } | undefined {
  const caught = Map.groupBy(log.read(), ({ point }) => point)
  return (role === 'api' ? apiPoints : workerPoints)
    .filter((point) => !taken.includes(point))
    .map((point) => ({ point, missing: wanted - (caught.get(point)?.length ?? 0) }))
    .filter(({ missing }) => missing > 0)
    .sort((a, b) => b.missing - a.missing)[0]
}

function isComplete(log: CatchLog, wanted: number): boolean {
  return judgeCatches(log, wanted).every(({ ok }) => ok)
}

function judgeCatches(log: CatchLog, wanted: number): Check[] {
  const caught = Map.groupBy(log.read(), ({ point }) => point)
  return [...apiPoints, ...workerPoints].map((point) =>
    atLeast(`messages caught at ${point}`, caught.get(point)?.length ?? 0, wanted),
  )
}

function countKills(rig: Rig): number {
  return [...rig.apis, ...rig.workers]
    .flatMap((seat) => seat.exits())
    .filter(({ signal }) => signal === 'SIGKILL').length
}
