import { setTimeout as delay } from 'node:timers/promises'
import { startLoad } from '../rig/load.ts'
import { atMost, type Scenario } from '../scenario.ts'

/** Postgres restarts at once, answers are cut in COMMIT, and every statement is slow for a while. */
export const postgresFaults: Scenario = {
  id: 'C8',
  title: 'Postgres restarted, connections cut in COMMIT, 300 ms of latency',
  deadlineMs: 150_000,
  quietWithinMs: 25_000,
  messages: { full: 3_000, short: 1_000 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    const target = { ...rig.application, random }
    const rounds = plan.isShort ? 1 : 2
    const load = startLoad(target, { count: plan.messages, ratePerSecond: plan.isShort ? 60 : 75 })
    let cuts = 0
    for (let round = 0; round < rounds; round += 1) {
      await delay(2_000)
      await rig.proxies.postgres.set({ kind: 'refuse' })
      await rig.crashPostgres()
      await delay(1_500)
      await rig.proxies.postgres.set({ kind: 'pass' })
      await delay(3_000)
      cuts += await cutAnswers(rig.proxies.postgres, 20)
      await rig.proxies.postgres.set({ kind: 'latency', delayMs: 150 })
      await delay(5_000)
      await rig.proxies.postgres.set({ kind: 'pass' })
    }
    const report = await load.done
    const { answers } = report
    const others = Object.entries(answers).filter(
      ([kind]) => !kind.startsWith('202') && kind !== '503 with Retry-After',
    )
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      figures: { restarts: rounds, cuts, refused: answers['503 with Retry-After'] ?? 0 },
      checks: [
        atMost(
          `answers other than 202 and 503 with Retry-After (${others.map(([kind, n]) => `${kind}: ${n}`).join(', ')})`,
          others.reduce((sum, [, count]) => sum + count, 0),
          0,
        ),
      ],
    }
  },
}

/** Cuts single connections between statement and answer, one every 100 ms. Answers how many were cut. */
async function cutAnswers(
  proxy: { set: (mode: { kind: 'cut_replies'; times: number }) => Promise<void>; cuts: () => number },
  times: number,
): Promise<number> {
  const before = proxy.cuts()
  for (let n = 0; n < times; n += 1) {
    await proxy.set({ kind: 'cut_replies', times: 1 })
    await delay(100)
  }
  return proxy.cuts() - before
}
