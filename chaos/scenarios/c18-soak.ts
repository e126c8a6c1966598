import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'
import { startLoad } from '../rig/load.ts'
import { readUsage, type Usage } from '../rig/process-usage.ts'
import type { Rig } from '../rig/rig.ts'
import { mainOf } from '../rig/services.ts'
import { badDay } from '../rig/simulator.ts'
import { atMost, type Check, type Scenario } from '../scenario.ts'

const ratePerSecond = 50
const faultEveryMs = 30_000
/** Memory is compared from here on; before, caches and compiled code are still growing. */
const settledAfterMs = 120_000
/** What a shorter soak leaves in memory is mostly still warming up. */
const judgedFromMinutes = 10

/** Minutes of load, the provider on a bad day, and one random fault every 30 s. */
export const soak: Scenario = {
  id: 'C18',
  title: 'soak: load for minutes, a random fault every 30 s (--soak MINUTES)',
  deadlineMs: 26 * 3_600_000,
  quietWithinMs: 60_000,
  messages: { full: 0 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig({
      mains: { api: mainOf('chaos/mains/api.ts'), worker: mainOf('chaos/mains/worker.ts') },
    })
    await rig.simulator.setFaults(random.between(1, 1_000_000), badDay)
    const durationMs = plan.soakMinutes * 60_000
    const count = Math.ceil((durationMs / 1_000) * ratePerSecond)
    const load = startLoad({ ...rig.application, random: random.fork('load') }, { count, ratePerSecond })
    const startedAt = performance.now()
    const draws = random.fork('faults')
    let faults = 0
    let settled: readonly Usage[] | undefined
    while (performance.now() - startedAt < durationMs) {
      await delay(Math.min(faultEveryMs, durationMs))
      if (performance.now() - startedAt >= settledAfterMs) settled ??= await readUsage(watched(rig))
      await disturb(rig, draws)
      faults += 1
    }
    const ended = await readUsage(watched(rig))
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      figures: {
        faults,
        'MiB of the largest process': toMiB(Math.max(0, ...ended.map((use) => use.rssBytes))),
      },
      checks: settled === undefined || plan.soakMinutes < judgedFromMinutes ? [] : compare(settled, ended),
    }
  },
}

/** The first of each kind is never killed, so that its memory can be followed. */
function watched(rig: Rig) {
  return [rig.apis[0], rig.workers[0]].flatMap((seat) => seat ?? [])
}

function compare(before: readonly Usage[], after: readonly Usage[]): Check[] {
  return after.flatMap((end) => {
    const start = before.find((use) => use.pid === end.pid)
    if (start === undefined) return []
    const used = toMiB(start.liveBytes)
    return [
      atMost(`MiB in use by ${end.name}, from ${used}`, toMiB(end.liveBytes), Math.round(used * 1.1)),
      atMost(`open files of ${end.name}, from ${start.openFiles}`, end.openFiles, start.openFiles + 5),
    ]
  })
}

function toMiB(bytes: number): number {
  return Math.round(bytes / 2 ** 20)
}

async function disturb(rig: Rig, random: Random): Promise<void> {
  const faults: readonly (() => Promise<unknown>)[] = [
    async () => await random.pick(rig.workers.slice(1)).signal('SIGKILL'),
    async () => await random.pick(rig.apis.slice(1)).signal('SIGKILL'),
    async () => await random.pick(rig.workers.slice(1)).signal('SIGTERM'),
    () => rig.redis.command('FLUSHALL'),
    async () => {
      await rig.redis.kill()
      await delay(3_000)
      await rig.redis.start()
    },
    async () => {
      rig.redis.pause()
      await delay(3_000)
      rig.redis.resume()
    },
    () => rig.crashPostgres(),
    async () => {
      await rig.proxies.provider.set({ kind: 'refuse' })
      await delay(3_000)
      await rig.proxies.provider.set({ kind: 'pass' })
    },
    async () => rig.proxies.front.cutAll(),
  ]
  await random.pick(faults)()
}
