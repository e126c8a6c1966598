import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import { runMain } from '@heliograph/testkit/child-process'
import { countOpen, readDatabaseFacts } from './facts.ts'
import { type InvariantResult, judgeInvariants, type Tally } from './invariants.ts'
import { buildRandom } from './random.ts'
import { findLeftJobs } from './rig/leftovers.ts'
import type { ChaosProvider } from './rig/providers.ts'
import { type Rig, startRig } from './rig/rig.ts'
import { mainOf, type Services } from './rig/services.ts'
import { atMost, type Check, type Outcome, type Plan, type Scenario } from './scenario.ts'
import { hasSaidAll } from './witness.ts'

/** How a scenario came out. `error` when the rig itself failed or the deadline passed. */
export type ScenarioResult = {
  readonly id: string
  readonly title: string
  readonly provider: ProviderName
  readonly passed: boolean
  readonly seed: number
  readonly wallMs: number
  readonly tally: Tally | null
  /** From the last fault until every message was final; null when that never came. */
  readonly quietAfterMs: number | null
  readonly figures: Readonly<Record<string, number>>
  readonly answers: Readonly<Record<string, number>>
  readonly invariants: readonly InvariantResult[]
  readonly checks: readonly Check[]
  readonly error: string | null
}

type Judged = Omit<ScenarioResult, 'id' | 'title' | 'provider' | 'seed' | 'wallMs' | 'passed'>

/** A killed worker's lock has to expire before its jobs are found: BullMQ's 30 s and two checks. */
const leftJobsMs = 45_000

const nothing: Judged = {
  tally: null,
  quietAfterMs: null,
  figures: {},
  answers: {},
  invariants: [],
  checks: [],
  error: null,
}

/** Runs one scenario on a rig of its own, judges it, and closes everything, whatever happens. */
export async function runScenario(
  services: Services,
  scenario: Scenario,
  options: { readonly provider: ChaosProvider; readonly seed: number; readonly plan: Plan },
): Promise<ScenarioResult> {
  const startedAt = performance.now()
  const { provider, seed } = options
  const about = { id: scenario.id, title: scenario.title, provider: provider.name, seed }
  const rigs: Rig[] = []
  const judged = await withinDeadline(scenario, async () => {
    const random = buildRandom(seed).fork(scenario.id)
    const outcome = await scenario.run({
      random,
      plan: options.plan,
      folder: services.folder,
      reaper: services.reaper,
      startRig: async (rigOptions) => {
        const rig = await startRig(services, random, { ...rigOptions, provider })
        rigs.push(rig)
        return rig
      },
    })
    const rig = rigs[0]
    if (rig === undefined) throw new Error('the scenario started no rig')
    return await judge(scenario, rig, outcome)
  })
  await Promise.allSettled(rigs.map((rig) => rig.close()))
  const wallMs = performance.now() - startedAt
  const passed =
    judged.error === null &&
    judged.checks.every(({ ok }) => ok) &&
    judged.invariants.every(({ violations }) => violations === 0)
  return { ...about, ...judged, passed, wallMs: Math.round(wallMs) }
}

async function withinDeadline(scenario: Scenario, work: () => Promise<Judged>): Promise<Judged> {
  const { promise: late, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(
    () => reject(new Error(`the deadline of ${scenario.deadlineMs} ms is over`)),
    scenario.deadlineMs,
  )
  try {
    return await Promise.race([work(), late])
  } catch (error) {
    return { ...nothing, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    clearTimeout(timer)
  }
}

async function judge(scenario: Scenario, rig: Rig, outcome: Outcome): Promise<Judged> {
  const quietWithinMs = scenario.quietWithinMs + rig.provider.quietExtraMs
  const quietAtMs = await untilQuiet(rig, outcome.lastFaultAtMs + quietWithinMs + 15_000)
  const later = (await outcome.afterQuiet?.()) ?? []
  const leftJobs = await findLeftJobs(outcome.redisPort ?? rig.redis.port, rig.queuePrefix, leftJobsMs)
  const [facts, creates] = await Promise.all([readDatabaseFacts(rig.databaseUrl), rig.simulator.ledger()])
  const { canBeAsked } = rig.provider
  const { posted } = outcome.load
  const { results, tally } = judgeInvariants({ ...facts, canBeAsked, creates, leftJobs, posted })
  const quietAfterMs = quietAtMs === undefined ? null : Math.max(0, quietAtMs - outcome.lastFaultAtMs)
  const checks = [
    ...(outcome.checks ?? []),
    ...later,
    atMost('seconds until quiet', (quietAfterMs ?? Number.POSITIVE_INFINITY) / 1_000, quietWithinMs / 1_000),
    atMost('keys never acknowledged', posted.filter(({ ids }) => ids.length === 0).length, 0),
    ...crashChecks(rig),
    ...(await rebuildChecks(rig.databaseUrl)),
  ]
  return {
    tally,
    quietAfterMs,
    figures: outcome.figures ?? {},
    answers: outcome.load.answers,
    invariants: results,
    checks,
    error: null,
  }
}

/** Polls until every message is final, or nothing more can be learned about it; undefined when the time is over before. */
async function untilQuiet(rig: Rig, giveUpAtMs: number): Promise<number | undefined> {
  do {
    const isQuiet = (await countOpen(rig.databaseUrl, rig.provider.canBeAsked)) === 0
    if (isQuiet && (await isCarrierQuiet(rig))) return performance.now()
    await delay(150)
  } while (performance.now() < giveUpAtMs)
  return undefined
}

/** A carrier that cannot be asked decides by itself when there is nothing more to learn. */
async function isCarrierQuiet({ provider, simulator }: Rig): Promise<boolean> {
  if (provider.canBeAsked) return true
  const creates = await simulator.ledger()
  return creates.filter(({ accepted }) => accepted).every(hasSaidAll)
}

/** A process that ends without being told is a crash, and none is allowed to happen by itself. */
function crashChecks(rig: Rig): Check[] {
  return [...rig.apis, ...rig.workers].flatMap((seat) => {
    const crashes = seat.exits().filter(({ wanted, signal }) => !wanted && signal === null)
    if (crashes.length === 0) return []
    const seen = `${crashes.length} ends with code ${crashes.map(({ code }) => code).join(', ')}: ${seat.output().slice(-600)}`
    return [{ name: `${seat.name} never ended by itself`, ok: false, seen }]
  })
}

/** State rebuilt from events must be the state that is there; only once the command exists. */
async function rebuildChecks(databaseUrl: string): Promise<Check[]> {
  const main = mainOf(join('packages', 'delivery', 'bin', 'rebuild.ts'))
  const isThere = await access(main).then(
    () => true,
    () => false,
  )
  if (!isThere) return []
  const run = await runMain({
    main,
    args: ['--check'],
    env: { DATABASE_URL: databaseUrl },
    timeoutMs: 60_000,
  })
  const seen = run.code === 0 ? 'zero differences' : `${run.stdout}${run.stderr}`.slice(0, 600)
  return [{ name: 'state rebuilt from events is the state that is there', ok: run.code === 0, seen }]
}
