import { setTimeout as delay } from 'node:timers/promises'
import { countArrivals, countRefused } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import { atLeast, atMost, type Scenario } from '../scenario.ts'

const ratePerSecond = 70

/** Redis is killed, comes back empty of trust, is flushed, and then hangs. Callers never notice. */
export const redisLoss: Scenario = {
  id: 'C4',
  title: 'Redis killed for 1.5 s, flushed, then hanging for 3 s',
  deadlineMs: 120_000,
  quietWithinMs: 15_000,
  messages: { full: 3_000, short: 1_500 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: plan.messages, ratePerSecond })
    await delay(4_000)
    const normalUntil = Date.now()
    await rig.redis.kill()
    await delay(1_500)
    await rig.redis.start()
    await delay(1_500)
    await rig.redis.command('FLUSHALL')
    await delay(1_500)
    rig.redis.pause()
    await delay(3_000)
    rig.redis.resume()
    const lastFaultAtMs = performance.now()
    const lastFaultAt = Date.now()
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: Math.max(lastFaultAtMs, performance.now()),
      checks: [atMost('answers other than 202', countRefused(report), 0)],
      figures: { 'Redis faults': 3 },
      afterQuiet: async () => {
        const creates = await rig.simulator.ledger()
        const perSecond = (from: number, to: number) =>
          countArrivals(creates, from, to) / ((to - from) / 1_000)
        // A young rig may still be catching up: more than what is posted is not its normal rate.
        const normal = Math.min(ratePerSecond, perSecond(normalUntil - 2_000, normalUntil))
        return [
          atLeast(
            'sends per second in the 5 s after the last fault',
            perSecond(lastFaultAt, lastFaultAt + 5_000),
            normal * 0.8,
          ),
        ]
      },
    }
  },
}
