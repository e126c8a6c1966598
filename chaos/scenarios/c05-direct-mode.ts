import { setTimeout as delay } from 'node:timers/promises'
import { sendQueueName } from '@heliograph/shared/contracts/jobs'
import { countArrivals, countRefused } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import type { Rig } from '../rig/rig.ts'
import { atLeast, atMost, type Scenario } from '../scenario.ts'

const outageMs = 15_000
const ratePerSecond = 60

/** Redis stays away: the workers drain Postgres directly, and go back to doorbells by themselves. */
export const directMode: Scenario = {
  id: 'C5',
  title: 'Redis away for 15 s: direct mode, and back',
  deadlineMs: 120_000,
  quietWithinMs: 15_000,
  messages: { full: 2_400 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: plan.messages, ratePerSecond })
    await delay(8_000)
    const downAt = Date.now()
    await rig.redis.kill()
    await delay(outageMs)
    const upAt = Date.now()
    await rig.redis.start()
    // Flushed, so that whatever is in Redis from now on was rung after the outage.
    await rig.redis.command('FLUSHALL')
    const lastFaultAtMs = performance.now()
    const backAfterMs = await untilRung(rig, 20_000)
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: Math.max(lastFaultAtMs, performance.now()),
      figures: { 'ms until doorbells ring again': Math.round(backAfterMs) },
      checks: [
        atMost('answers other than 202', countRefused(report), 0),
        atMost('ms until doorbells ring again', backAfterMs, 10_000),
      ],
      afterQuiet: async () => {
        const creates = await rig.simulator.ledger()
        const perSecond = (from: number, to: number) =>
          countArrivals(creates, from, to) / ((to - from) / 1_000)
        const normal = Math.min(ratePerSecond, perSecond(downAt - 5_000, downAt))
        return [atLeast('sends per second in direct mode', perSecond(downAt + 5_000, upAt), normal * 0.8)]
      },
    }
  },
}

/** Milliseconds until a job was added to the flushed Redis. */
async function untilRung(rig: Rig, timeoutMs: number): Promise<number> {
  const startedAt = performance.now()
  const events = `${rig.queuePrefix}:${sendQueueName}:events`
  while (performance.now() - startedAt < timeoutMs) {
    if ((await rig.redis.command('EXISTS', events)) === 1) break
    await delay(100)
  }
  return performance.now() - startedAt
}
