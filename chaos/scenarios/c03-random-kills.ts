import { killRandomly } from '../rig/kill-randomly.ts'
import { startLoad } from '../rig/load.ts'
import { badDay } from '../rig/simulator.ts'
import { atLeast, type Scenario } from '../scenario.ts'

/** `kill -9` of a random API or worker process every second, while the provider has a bad day. */
export const randomKills: Scenario = {
  id: 'C3',
  title: 'kill -9 of a random process every second, provider faults on',
  deadlineMs: 180_000,
  quietWithinMs: 30_000,
  messages: { full: 3_000, short: 900 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    await rig.simulator.setFaults(random.between(1, 1_000_000), badDay)
    const target = { ...rig.application, random: random.fork('load') }
    const kills = plan.isShort ? 10 : 20
    // The load lasts as long as the kills, so that every kill meets work.
    const load = startLoad(target, { count: plan.messages, ratePerSecond: plan.messages / kills })
    const killed = await killRandomly(rig, random.fork('kills'), { kills, everyMs: 1_000 })
    const lastKillAtMs = performance.now()
    const report = await load.done
    return {
      load: report,
      // Provider faults strike creates and callbacks; with the last post they are over, or with the last kill.
      lastFaultAtMs: Math.max(lastKillAtMs, performance.now()),
      figures: { kills: killed },
      checks: [atLeast('kills', killed, kills - 2)],
    }
  },
}
