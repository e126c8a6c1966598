import { runSql } from '@heliograph/testkit/run-sql'
import { startLoad } from '../rig/load.ts'
import type { LedgerEntry } from '../rig/simulator.ts'
import { atLeast, atMost, type Check, type Scenario } from '../scenario.ts'

/** Callbacks come early, five times, in reverse, and forged. */
export const receipts: Scenario = {
  id: 'C11',
  title: 'callbacks early, five times, in reverse order, forged',
  deadlineMs: 120_000,
  quietWithinMs: 20_000,
  messages: { full: 1_000, short: 500 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    await rig.simulator.setFaults(random.between(1, 1_000_000), [
      { fault: 'callback_early', probability: 0.3 },
      { fault: 'callbacks_doubled', probability: 1, copies: 5 },
      { fault: 'callbacks_reordered', probability: 0.5 },
      { fault: 'callbacks_forged', probability: 0.5, times: 200 },
    ])
    const target = { ...rig.application, random }
    const load = await startLoad(target, { count: plan.messages, ratePerSecond: 50 }).done
    return {
      load,
      lastFaultAtMs: performance.now(),
      afterQuiet: async () => [
        ...judgeForged(await rig.simulator.ledger()),
        atMost('events that repeat a receipt', await countRepeats(rig.databaseUrl), 0),
      ],
    }
  },
}

function judgeForged(creates: readonly LedgerEntry[]): Check[] {
  const forged = creates
    .flatMap(({ callbacks }) => callbacks)
    .filter(({ faults }) => faults.includes('forged'))
  const taken = forged
    .flatMap(({ answers }) => answers)
    .filter((answer) => typeof answer === 'number' && answer < 300)
  return [atLeast('forged callbacks', forged.length, 200), atMost('forged callbacks taken', taken.length, 0)]
}

async function countRepeats(databaseUrl: string): Promise<number> {
  const rows = await runSql<{ count: number }>(
    databaseUrl,
    `SELECT count(*)::int AS count FROM (
       SELECT 1 FROM mms_event WHERE data->>'source' = 'callback'
       GROUP BY message_id, provider_id, data->>'receipt', error_code HAVING count(*) > 1) repeats`,
  )
  return rows[0]?.count ?? 0
}
