import { setTimeout as delay } from 'node:timers/promises'
import { countRefused } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import type { Seat } from '../rig/seat.ts'
import { atMost, type Scenario } from '../scenario.ts'

/** Redis is up and refuses writes: first for want of memory, then for want of replicas. Jobs run for 3 s. */
export const redisRefuses: Scenario = {
  id: 'C6',
  title: 'Redis out of memory for 6 s, then without replicas for 5 s, jobs of 3 s',
  deadlineMs: 150_000,
  quietWithinMs: 30_000,
  messages: { full: 1_200 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig({ env: { SEND_TIMEOUT_MS: '6000', LEASE_MS: '9000' } })
    await rig.simulator.setFaults(random.between(1, 1_000_000), [
      { fault: 'slow_answer', probability: 0.3, delayMs: 3_000 },
    ])
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: plan.messages, ratePerSecond: 50 })
    await delay(4_000)
    await rig.redis.command('CONFIG', 'SET', 'maxmemory', '1mb')
    await delay(6_000)
    await rig.redis.command('CONFIG', 'SET', 'maxmemory', '0')
    await delay(2_000)
    await rig.redis.command('CONFIG', 'SET', 'min-replicas-to-write', '1')
    await delay(5_000)
    await rig.redis.command('CONFIG', 'SET', 'min-replicas-to-write', '0')
    const report = await load.done
    const noise = [...rig.apis, ...rig.workers].map(busiestSecond)
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      figures: { 'log lines in the worst second of a process': Math.max(...noise) },
      checks: [
        atMost('answers other than 202', countRefused(report), 0),
        atMost('log lines in the worst second of a process', Math.max(...noise), 50),
      ],
    }
  },
}

/** Warnings and errors of one process in its noisiest second; the rig's processes log nothing below. */
function busiestSecond(seat: Seat): number {
  const seconds = [...seat.output().matchAll(/"time":"([^".]+)/g)].map(([, second]) => second)
  return Math.max(
    0,
    ...Array.from(Map.groupBy(seconds, (second) => second).values(), (lines) => lines.length),
  )
}
