import { setTimeout as delay } from 'node:timers/promises'
import { runSql } from '@heliograph/testkit/run-sql'
import { buildRandom } from '../random.ts'
import { killRandomly } from '../rig/kill-randomly.ts'
import { startLoad } from '../rig/load.ts'
import { startRig } from '../rig/rig.ts'
import { mainOf, type Services } from '../rig/services.ts'
import { badDay } from '../rig/simulator.ts'

/** What became of the naive pair's messages, counted at the carrier as for the product. */
export type NaiveResult = {
  readonly seed: number
  readonly acked: number
  readonly kills: number
  /** Acknowledged and never at the carrier, or without an end when the time was over: what the product counts as lost. */
  readonly lost: number
  /** Those of them that never reached the carrier at all. */
  readonly neverSent: number
  /** Twice or more at the carrier. */
  readonly doubled: number
}

const quietWithinMs = 30_000

/** Runs the story of C3 on the same rig with the naive API and worker in the product's place. */
export async function runNaive(
  services: Services,
  plan: { readonly seed: number; readonly messages: number },
): Promise<NaiveResult> {
  const random = buildRandom(plan.seed).fork('naive')
  const rig = await startRig(services, random, {
    mains: { api: mainOf('chaos/control/naive-api.ts'), worker: mainOf('chaos/control/naive-worker.ts') },
  })
  try {
    await rig.simulator.setFaults(random.between(1, 1_000_000), badDay)
    const kills = 18
    const target = { ...rig.application, random: random.fork('load') }
    const load = startLoad(target, { count: plan.messages, ratePerSecond: plan.messages / kills })
    const killed = await killRandomly(rig, random.fork('kills'), { kills, everyMs: 1_000 })
    const { posted } = await load.done
    await untilQuiet(rig.databaseUrl)
    const creates = (await rig.simulator.ledger()).filter(({ accepted }) => accepted)
    const sends = Map.groupBy(creates, ({ to }) => to)
    const acked = posted.filter(({ ids }) => ids.length > 0)
    const ended = await listEnded(rig.databaseUrl)
    const neverSent = acked.filter(({ to }) => !sends.has(to)).length
    return {
      seed: plan.seed,
      acked: acked.length,
      kills: killed,
      lost: acked.filter(({ to }) => !sends.has(to) || !ended.has(to)).length,
      neverSent,
      doubled: [...sends.values()].filter((entries) => entries.length > 1).length,
    }
  } finally {
    await rig.close()
  }
}

async function listEnded(databaseUrl: string): Promise<ReadonlySet<string>> {
  const rows = await runSql<{ recipient: string }>(
    databaseUrl,
    `SELECT recipient FROM naive_message WHERE status IN ('delivered', 'undelivered', 'failed')`,
  )
  return new Set(rows.map(({ recipient }) => recipient))
}

/** The product has 30 s from the last fault until everything is final; so has the control. */
async function untilQuiet(databaseUrl: string): Promise<void> {
  const deadline = performance.now() + quietWithinMs
  do {
    const rows = await runSql<{ open: number }>(
      databaseUrl,
      `SELECT count(*)::int AS open FROM naive_message WHERE status IN ('accepted', 'sending')`,
    )
    if (rows[0]?.open === 0) return
    await delay(250)
  } while (performance.now() < deadline)
}
