import {
  describeIssues,
  type EngineSettings,
  readEngineSettings,
  SettingsError,
} from '@heliograph/delivery/settings/engine-settings'
import { z } from 'zod'
import type { GuardSettings } from './admission/open-guards.ts'
import { isCidr } from './trusted-proxies.ts'

const whole = (name: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `is not a whole number; ${name} is ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `is out of range; ${name} is ${min} to ${max}`)

const count = z
  .string()
  .regex(/^\d{1,9}$/, 'is not a whole number; 0 means no limit')
  .transform(Number)

const apiEnv = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole('a port', 0, 65_535).default(3000),
  DATABASE_POOL: whole('a pool', 1, 200).default(10),
  DATABASE_POOL_CALLBACKS: whole('a pool', 1, 200).default(5),
  QUEUE_PREFIX: z.string().min(1).default('{heliograph}'),
  RING_GRACE_MS: whole('a time in milliseconds', 0, 600_000).default(2_000),
  TRUSTED_PROXIES: z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .refine(
      (parts) => parts.every(isCidr),
      'is not a comma list of addresses and networks such as 10.0.0.0/8',
    )
    .optional(),
  RATE_LIMIT_WRITES: count.default(300),
  RATE_LIMIT_READS: count.default(600),
  RATE_LIMIT_ADDRESS: count.default(100),
  DAILY_MESSAGES: count.default(2_000_000),
  DAILY_MESSAGES_PER_COUNTRY: count.default(100_000),
  HOURLY_PER_RECIPIENT: count.optional(),
  HOURLY_PER_PREFIX: count.optional(),
  MAX_BACKLOG: count.default(1_000_000),
  DRAIN_MS: whole('a time in milliseconds', 0, 5_000).default(0),
})

/** Settings of the API process. */
export type ApiConfig = {
  readonly engine: EngineSettings
  readonly host: string
  readonly port: number
  /** Connections for applications. */
  readonly maxConnections: number
  /** Connections for callbacks and readiness. */
  readonly maxCallbackConnections: number
  readonly queuePrefix: string
  /** How long the relay leaves a new message to the ring of this process. */
  readonly ringGraceMs: number
  readonly guards: GuardSettings
  /** Addresses (CIDR) whose X-Forwarded-For is believed. */
  readonly trustedProxies: readonly string[]
  /** How long a process that was told to end goes on serving while /readyz answers 503. */
  readonly drainMs: number
}

/** Reads the settings from an environment. Throws SettingsError that names all problems together. */
export function readApiConfig(env: Readonly<Record<string, string | undefined>>): ApiConfig {
  const present = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''))
  const engine = readEngine(present)
  const own = apiEnv.safeParse(present)
  const problems = [
    ...(engine.kind === 'bad' ? [engine.problems] : []),
    ...(own.success ? [] : [describeIssues(own.error, present)]),
  ]
  if (engine.kind === 'bad' || !own.success) throw new SettingsError(problems.join('\n'))
  return Object.freeze({
    engine: engine.settings,
    host: own.data.HOST,
    port: own.data.PORT,
    maxConnections: own.data.DATABASE_POOL,
    maxCallbackConnections: own.data.DATABASE_POOL_CALLBACKS,
    queuePrefix: own.data.QUEUE_PREFIX,
    ringGraceMs: own.data.RING_GRACE_MS,
    guards: guardsOf(own.data, engine.settings.simulated),
    trustedProxies: own.data.TRUSTED_PROXIES ?? [],
    drainMs: own.data.DRAIN_MS,
  })
}

/** A simulator's numbers are few and share their prefixes, and nobody pays for a message to them. */
function guardsOf(env: z.infer<typeof apiEnv>, simulated: boolean): GuardSettings {
  return {
    rates: { writes: env.RATE_LIMIT_WRITES, reads: env.RATE_LIMIT_READS, anonymous: env.RATE_LIMIT_ADDRESS },
    quotas: {
      dailyMessages: env.DAILY_MESSAGES,
      dailyPerCountry: env.DAILY_MESSAGES_PER_COUNTRY,
      recipientPerHour: env.HOURLY_PER_RECIPIENT ?? (simulated ? 0 : 30),
      prefixPerHour: env.HOURLY_PER_PREFIX ?? (simulated ? 0 : 200),
      maxBacklog: env.MAX_BACKLOG,
    },
  }
}

function readEngine(
  env: Readonly<Record<string, string | undefined>>,
): { kind: 'ok'; settings: EngineSettings } | { kind: 'bad'; problems: string } {
  try {
    return { kind: 'ok', settings: readEngineSettings(env) }
  } catch (error) {
    if (error instanceof SettingsError) return { kind: 'bad', problems: error.message }
    throw error
  }
}
