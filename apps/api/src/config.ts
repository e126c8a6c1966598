import {
  describeIssues,
  type EngineSettings,
  readEngineSettings,
  SettingsError,
} from '@heliograph/delivery/settings/engine-settings'
import { z } from 'zod'

const whole = (name: string, min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, `is not a whole number; ${name} is ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `is out of range; ${name} is ${min} to ${max}`)

const apiEnv = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: whole('a port', 0, 65_535).default(3000),
  DATABASE_POOL: whole('a pool', 1, 200).default(10),
  DATABASE_POOL_CALLBACKS: whole('a pool', 1, 200).default(5),
  QUEUE_PREFIX: z.string().min(1).default('{heliograph}'),
  RING_GRACE_MS: whole('a time in milliseconds', 0, 600_000).default(2_000),
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
    drainMs: own.data.DRAIN_MS,
  })
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
