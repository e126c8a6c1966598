import type { SendSettings } from '@heliograph/delivery/messages/send-message'
import {
  describeIssues,
  type EngineSettings,
  readEngineSettings,
  SettingsError,
} from '@heliograph/delivery/settings/engine-settings'
import { defaultRetryPolicy, quickPollLadderMs, slowPollLadderMs } from '@heliograph/shared/domain/retry-plan'
import { z } from 'zod'

const milliseconds = (fallback: number) => z.coerce.number().int().min(1).max(86_400_000).default(fallback)

/** Settings of the worker alone. The times are for tests and unusual carriers; the defaults fit production. */
const workerEnv = z.object({
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(32),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
  QUEUE_PREFIX: z.string().min(1).default('{heliograph}'),
  SEND_TIMEOUT_MS: milliseconds(20_000),
  LEASE_MS: milliseconds(45_000),
  AMBIGUITY_HOLD_MS: milliseconds(120_000),
  PROBE_INTERVAL_MS: milliseconds(5_000),
  RETRY_BASE_MS: milliseconds(defaultRetryPolicy.baseMs),
  RING_GRACE_MS: milliseconds(5_000),
})

/** Everything the worker process needs to know, frozen. */
export type WorkerConfig = {
  readonly engine: EngineSettings
  readonly concurrency: number
  readonly poolSize: number
  readonly queuePrefix: string
  readonly ringGraceMs: number
  readonly send: SendSettings
  /** Waits between look-ups of a silent message. */
  readonly pollLadderMs: readonly number[]
}

/** Reads the worker's settings. Throws SettingsError that names every problem, one a line. */
export function readWorkerConfig(env: Readonly<Record<string, string | undefined>>): WorkerConfig {
  const problems: string[] = []
  const collect = <T>(read: () => T): T | undefined => {
    try {
      return read()
    } catch (error) {
      if (!(error instanceof SettingsError)) throw error
      problems.push(error.message)
      return undefined
    }
  }
  const engine = collect(() => readEngineSettings(env))
  const own = collect(() => readOwn(env))
  if (engine === undefined || own === undefined) throw new SettingsError(problems.join('\n'))
  const pollLadderMs = engine.publicBaseUrl === undefined ? ladderWithoutCallbacks : slowPollLadderMs
  return Object.freeze({
    engine,
    concurrency: own.WORKER_CONCURRENCY,
    poolSize: own.DATABASE_POOL,
    queuePrefix: own.QUEUE_PREFIX,
    ringGraceMs: own.RING_GRACE_MS,
    pollLadderMs,
    send: {
      requestTimeoutMs: own.SEND_TIMEOUT_MS,
      leaseMs: own.LEASE_MS,
      ambiguityHoldMs: own.AMBIGUITY_HOLD_MS,
      probeIntervalMs: own.PROBE_INTERVAL_MS,
      nextLookMs: pollLadderMs[0] ?? 600_000,
      retry: { ...defaultRetryPolicy, baseMs: own.RETRY_BASE_MS },
    },
  })
}

/** Ten minutes of quick looks, then the slow ladder. */
const ladderWithoutCallbacks = [...quickPollLadderMs, ...Array<number>(18).fill(30_000), ...slowPollLadderMs]

function readOwn(env: Readonly<Record<string, string | undefined>>): z.infer<typeof workerEnv> {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = workerEnv.safeParse(present)
  if (!parsed.success) throw new SettingsError(describeIssues(parsed.error, present))
  if (parsed.data.LEASE_MS <= parsed.data.SEND_TIMEOUT_MS + 500) {
    throw new SettingsError(
      'LEASE_MS must be longer than SEND_TIMEOUT_MS by more than 500; 25000 is a good margin',
    )
  }
  return parsed.data
}
