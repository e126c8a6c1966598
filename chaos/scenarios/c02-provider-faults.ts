import { startLoad } from '../rig/load.ts'
import { badDay } from '../rig/simulator.ts'
import type { Scenario } from '../scenario.ts'

/** The provider loses answers, refuses, stalls, loses, doubles and reverses callbacks. Nobody is killed. */
export const providerFaults: Scenario = {
  id: 'C2',
  title: 'provider faults in 14 % of creates, nobody killed',
  deadlineMs: 150_000,
  quietWithinMs: 30_000,
  messages: { full: 3_000 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    await rig.simulator.setFaults(random.between(1, 1_000_000), badDay)
    const target = { ...rig.application, random }
    const load = await startLoad(target, { count: plan.messages, ratePerSecond: 100 }).done
    return { load, lastFaultAtMs: performance.now() }
  },
}
