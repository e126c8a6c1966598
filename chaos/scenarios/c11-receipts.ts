import { setTimeout as delay } from 'node:timers/promises'
import { runSql } from '@heliograph/testkit/run-sql'
import { type LoadReport, mergeLoads, startLoad } from '../rig/load.ts'
import type { FaultRule, LedgerEntry } from '../rig/simulator.ts'
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
    const { forgeries } = rig.provider
    const target = { ...rig.application, random }
    const parts: LoadReport[] = []
    for (const [n, forgery] of forgeries.entries()) {
      await rig.simulator.settings(forgery)
      await rig.simulator.setFaults(random.between(1, 1_000_000), disturbances(forgeries.length))
      const [firstIndex = 0, nextIndex = 0] = [n, n + 1].map((part) =>
        Math.round((part * plan.messages) / forgeries.length),
      )
      const part = { firstIndex, count: nextIndex - firstIndex, ratePerSecond: 50 }
      parts.push(await startLoad(target, part).done)
    }
    return {
      load: mergeLoads(parts),
      lastFaultAtMs: performance.now(),
      afterQuiet: async () => [
        ...judgeForged(await untilForged(rig.simulator.ledger)),
        atMost('events that repeat a receipt', await countRepeats(rig.databaseUrl), 0),
      ],
    }
  },
}

const forgedCallbacks = 200

/** The forged callbacks are shared out among the kinds of forgery that a provider has. */
function disturbances(kinds: number): FaultRule[] {
  return [
    { fault: 'callback_early', probability: 0.3 },
    { fault: 'callbacks_doubled', probability: 1, copies: 5 },
    { fault: 'callbacks_reordered', probability: 0.5 },
    { fault: 'callbacks_forged', probability: 0.5, times: Math.ceil(forgedCallbacks / kinds) },
  ]
}

/** Callbacks of one message wait for each other: on a busy machine they outlast the messages. */
async function untilForged(readLedger: () => Promise<LedgerEntry[]>): Promise<LedgerEntry[]> {
  const giveUpAtMs = performance.now() + 30_000
  for (;;) {
    const ledger = await readLedger()
    const answered = forgedOf(ledger).filter(({ answers }) => answers.length > 0)
    if (answered.length >= forgedCallbacks || performance.now() > giveUpAtMs) return ledger
    await delay(500)
  }
}

function forgedOf(creates: readonly LedgerEntry[]): LedgerEntry['callbacks'] {
  return creates.flatMap(({ callbacks }) => callbacks).filter(({ faults }) => faults.includes('forged'))
}

function judgeForged(creates: readonly LedgerEntry[]): Check[] {
  const forged = forgedOf(creates)
  const taken = forged
    .flatMap(({ answers }) => answers)
    .filter((answer) => typeof answer === 'number' && answer < 300)
  return [
    atLeast('forged callbacks', forged.length, forgedCallbacks),
    atMost('forged callbacks taken', taken.length, 0),
  ]
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
