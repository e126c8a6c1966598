import { runSql } from '@heliograph/testkit/run-sql'
import { openCatchLog } from '../rig/armed.ts'
import { startLoad } from '../rig/load.ts'
import { mainOf } from '../rig/services.ts'
import { atMost, type Check, type Scenario } from '../scenario.ts'

const poisoned = 5

/** Five messages crash whichever process takes them. They end as failed, and nobody else is hurt. */
export const poison: Scenario = {
  id: 'C16',
  title: 'five messages crash every worker that takes them',
  deadlineMs: 180_000,
  quietWithinMs: 60_000,
  messages: { full: 500 },
  run: async ({ random, plan, folder, startRig }) => {
    const log = openCatchLog(folder)
    let ids: readonly string[] = []
    const rig = await startRig({
      idle: true,
      mains: { worker: mainOf('chaos/mains/worker.ts') },
      envOf: (role) => {
        if (role === 'api') return {}
        const what = { CHAOS_POINT: 'after_claim', CHAOS_ACTION: 'abort', CHAOS_LOG: log.file }
        return { ...what, CHAOS_ONLY: ids.join(',') }
      },
    })
    const target = { ...rig.application, random }
    const load = await startLoad(target, {
      count: plan.messages,
      ratePerSecond: 100,
      policies: ['confirmed'],
    }).done
    const accepted = load.posted.flatMap((posted) => posted.ids)
    ids = Array.from(
      { length: poisoned },
      (_, n) => accepted[Math.floor(((n + 0.5) * accepted.length) / poisoned)] ?? '',
    )
    for (const seat of rig.workers) seat.start()
    return {
      load,
      lastFaultAtMs: performance.now(),
      afterQuiet: async () => {
        const crashes = log.read().length
        return [
          atMost('crashes', crashes, 15),
          ...(await judgeEnds(rig.databaseUrl, ids, plan.messages - poisoned)),
        ]
      },
    }
  },
}

async function judgeEnds(databaseUrl: string, ids: readonly string[], others: number): Promise<Check[]> {
  const rows = await runSql<{ poisoned: boolean; status: string; count: number }>(
    databaseUrl,
    `SELECT id = ANY($1::uuid[]) AS poisoned, status, count(*)::int AS count FROM mms_log GROUP BY 1, 2`,
    [ids],
  )
  const seen = rows
    .map((row) => `${row.count} ${row.poisoned ? 'poisoned' : 'others'} ${row.status}`)
    .join(', ')
  const count = (isPoisoned: boolean, status: string) =>
    rows.find((row) => row.poisoned === isPoisoned && row.status === status)?.count ?? 0
  return [
    { name: 'poisoned messages that failed', ok: count(true, 'failed') === ids.length, seen },
    { name: 'other messages that were delivered', ok: count(false, 'delivered') === others, seen },
  ]
}
