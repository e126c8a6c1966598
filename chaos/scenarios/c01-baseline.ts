import { quantile, readHandoverMs } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import { atMost, type Check, type Scenario } from '../scenario.ts'

const warmUp = 200
const kept = { keepsConnections: true } as const

/** Nothing is broken: the figures that the other scenarios are measured against. */
export const baseline: Scenario = {
  id: 'C1',
  title: 'no faults: every message is sent once and fast',
  deadlineMs: 120_000,
  quietWithinMs: 10_000,
  messages: { full: 3_000, short: 750 },
  asksCarrier: false,
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    const target = { ...rig.application, random }
    // The first answers of a process pay for its first connections and plans; they are no baseline.
    await startLoad(target, { ...kept, count: warmUp, ratePerSecond: 50, firstIndex: 900_000 }).done
    const ratePerSecond = plan.isShort ? 60 : rig.provider.baselineRate
    const load = await startLoad(target, { ...kept, count: plan.messages, ratePerSecond }).done
    const lastFaultAtMs = performance.now()
    return {
      load,
      lastFaultAtMs,
      figures: {
        'ms p50': Math.round(quantile(load.latenciesMs, 0.5)),
        'ms p99': Math.round(quantile(load.latenciesMs, 0.99)),
      },
      checks: [
        // The short set runs wherever the tests run, beside other work: times are shown there, not judged.
        ...(plan.isShort ? [] : timed(load.latenciesMs)),
        atMost('answers other than 202', load.posted.length - (load.answers['202'] ?? 0), 0),
      ],
      afterQuiet: async () => {
        const creates = await rig.simulator.ledger()
        const handover = await readHandoverMs(rig.databaseUrl, creates)
        return [
          ...(plan.isShort ? [] : [atMost('accept to carrier p95 ms', quantile(handover, 0.95), 300)]),
          {
            name: 'creates at the carrier',
            ok: creates.length === plan.messages + warmUp,
            seen: String(creates.length),
          },
        ]
      },
    }
  },
}

function timed(latenciesMs: readonly number[]): Check[] {
  return [
    atMost('accept p50 ms', quantile(latenciesMs, 0.5), 20),
    atMost('accept p99 ms', quantile(latenciesMs, 0.99), 250),
  ]
}
