import type { SendSettings } from '@heliograph/delivery/messages/send-message'
import {
  describeIssues,
  type EngineSettings,
  readEngineSettings,
  SettingsError,
} from '@heliograph/delivery/settings/engine-settings'
import { type AmbiguitySettings, defaultAmbiguitySettings } from '@heliograph/shared/domain/ambiguity-plan'
import { defaultRetryPolicy } from '@heliograph/shared/domain/retry-plan'
import { z } from 'zod'

const milliseconds = (fallback: number, max = 86_400_000) =>
  z.coerce.number().int().min(1).max(max).default(fallback)

/** 0 keeps for ever; at least two days otherwise, which is longer than any message may wait. */
const days = (fallback: number) =>
  z.coerce
    .number()
    .int()
    .max(36_500)
    .default(fallback)
    .refine((value) => value === 0 || value >= 2, 'is 0 (keep for ever) or at least 2 days')

/** Settings of the worker alone. The times are for tests and unusual carriers; the defaults fit production. */
const workerEnv = z.object({
  WORKER_CONCURRENCY: z.coerce.number().int().min(1).max(500).default(32),
  DATABASE_POOL: z.coerce.number().int().min(2).max(200).default(12),
  QUEUE_PREFIX: z.string().min(1).default('{heliograph}'),
  SEND_TIMEOUT_MS: milliseconds(20_000),
  LEASE_MS: milliseconds(45_000),
  AMBIGUITY_HOLD_MS: milliseconds(defaultAmbiguitySettings.holdMs),
  RESEND_AFTER_MS: milliseconds(defaultAmbiguitySettings.resendAfterMs),
  QUEUE_LOCK_MS: milliseconds(30_000),
  QUEUE_STALL_CHECK_MS: milliseconds(5_000),
  RETENTION_CONTENT_DAYS: days(90),
  RETENTION_DAYS: days(400),
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
  readonly ambiguity: AmbiguitySettings
  /** BullMQ's lock on a running job and how often it looks for lost ones. */
  readonly queueLock: { readonly lockMs: number; readonly stallCheckMs: number }
  /** Days that contents and whole messages are kept; 0 is for ever. */
  readonly retention: { readonly contentDays: number; readonly messageDays: number }
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
  const ambiguity = ambiguityOf(own, engine.unknownAfterMs)
  return Object.freeze({
    engine,
    concurrency: own.WORKER_CONCURRENCY,
    poolSize: own.DATABASE_POOL,
    queuePrefix: own.QUEUE_PREFIX,
    ringGraceMs: own.RING_GRACE_MS,
    ambiguity,
    queueLock: { lockMs: own.QUEUE_LOCK_MS, stallCheckMs: own.QUEUE_STALL_CHECK_MS },
    retention: { contentDays: own.RETENTION_CONTENT_DAYS, messageDays: own.RETENTION_DAYS },
    send: {
      requestTimeoutMs: own.SEND_TIMEOUT_MS,
      leaseMs: own.LEASE_MS,
      firstLookMs: ambiguity.firstLookMs,
      probeIntervalMs: own.PROBE_INTERVAL_MS,
      nextLookMs: engine.pollLadderMs[0] ?? 600_000,
      retry: { ...defaultRetryPolicy, baseMs: own.RETRY_BASE_MS },
    },
  })
}

/** The hold decides: it has to be longer than the provider's list lags behind. */
function ambiguityOf(own: z.infer<typeof workerEnv>, unknownAfterMs: number): AmbiguitySettings {
  const holdMs = own.AMBIGUITY_HOLD_MS
  return {
    holdMs,
    gapMs: Math.ceil(holdMs / 2),
    firstLookMs: Math.min(defaultAmbiguitySettings.firstLookMs, Math.ceil(holdMs / 4)),
    unknownAfterMs,
    resendAfterMs: own.RESEND_AFTER_MS,
  }
}

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
