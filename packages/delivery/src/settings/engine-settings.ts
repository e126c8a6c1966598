import { providerNames } from '@heliograph/shared/domain/provider-name'
import { quickPollLadderMs, slowPollLadderMs } from '@heliograph/shared/domain/retry-plan'
import { z } from 'zod'
import { type AccountChoice, readAccounts } from '../accounts/read-accounts.ts'
import type { ConfiguredAccounts } from '../accounts/refresh-accounts.ts'
import { describeProblems, listOf, webAddress } from '../providers/read-variables.ts'
import { readSecrets } from '../secrets/keyring.ts'

const listOfNumbers = z
  .string()
  .regex(/^\d{1,9}(,\d{1,9})*$/, 'is not a comma list of milliseconds such as 600000,1800000')
  .transform((text) => text.split(',').map(Number))

/** Settings that API and worker share. Empty variables count as absent. */
const engineEnv = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// URL' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// URL' }).optional(),
  HELIOGRAPH_SECRETS: z.string().transform(secretsOrIssue),
  PUBLIC_BASE_URL: webAddress.optional(),
  SIMULATOR_URL: webAddress.optional(),
  REQUIRE_HTTPS_MEDIA: z.stringbool().default(false),
  PROVIDER: z.enum(providerNames, `is not one of ${providerNames.join(', ')}`).optional(),
  SIMULATED_PROVIDERS: listOf(
    z.enum(providerNames, `has a name that is not one of ${providerNames.join(', ')}`),
  ).optional(),
  POLL_LADDER_MS: listOfNumbers.optional(),
  UNKNOWN_AFTER_MS: z.coerce.number().int().min(1).max(2_592_000_000).default(900_000),
  SENT_FINAL_AFTER_MS: z.coerce.number().int().min(1).max(2_592_000_000).default(259_200_000),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
})

/** What API and worker both need to know. */
export type EngineSettings = {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly secrets: readonly string[]
  /** Where the carrier reaches us, without a trailing slash; absent means no status callbacks. */
  readonly publicBaseUrl?: string
  /** True when a simulator stands in for every carrier. */
  readonly simulated: boolean
  readonly requireHttpsMedia: boolean
  readonly accounts: ConfiguredAccounts
  readonly logLevel: string
  /** Waits between look-ups of a silent message, in milliseconds; the last one repeats. */
  readonly pollLadderMs: readonly number[]
  /** How long `sent` stays open for a further receipt. */
  readonly sentFinalAfterMs: number
  /** When a lost answer that cannot be proven becomes `unknown`. */
  readonly unknownAfterMs: number
}

/** Says every wrong or missing setting at once, one line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Reads the shared settings from an environment. Throws SettingsError that names all problems together. */
export function readEngineSettings(env: Readonly<Record<string, string | undefined>>): EngineSettings {
  const present = Object.fromEntries(
    Object.entries(env).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, value] as const],
    ),
  )
  const parsed = engineEnv.safeParse(present)
  const accounts = readAccounts(present, choiceOf(parsed.data))
  const problems = [
    ...(parsed.success ? [] : [describeIssues(parsed.error, present)]),
    ...(accounts.kind === 'ok' ? [] : accounts.problems),
  ]
  if (!parsed.success || accounts.kind !== 'ok') throw new SettingsError(problems.join('\n'))
  const given = parsed.data
  return {
    databaseUrl: given.DATABASE_URL,
    ...(given.REDIS_URL === undefined ? {} : { redisUrl: given.REDIS_URL }),
    secrets: given.HELIOGRAPH_SECRETS,
    ...(given.PUBLIC_BASE_URL === undefined ? {} : { publicBaseUrl: given.PUBLIC_BASE_URL }),
    simulated: accounts.accounts.every((account) => account.simulated),
    requireHttpsMedia: given.REQUIRE_HTTPS_MEDIA,
    accounts: accounts.accounts,
    logLevel: given.LOG_LEVEL,
    sentFinalAfterMs: given.SENT_FINAL_AFTER_MS,
    unknownAfterMs: given.UNKNOWN_AFTER_MS,
    pollLadderMs:
      given.POLL_LADDER_MS ??
      (given.PUBLIC_BASE_URL === undefined ? ladderWithoutCallbacksMs : slowPollLadderMs),
  }
}

/** Even where other settings are wrong the accounts are read, so that everything is said at once. */
function choiceOf(given: z.infer<typeof engineEnv> | undefined): AccountChoice {
  return {
    requireHttpsMedia: given?.REQUIRE_HTTPS_MEDIA ?? false,
    ...(given?.PROVIDER === undefined ? {} : { provider: given.PROVIDER }),
    ...(given?.SIMULATOR_URL === undefined ? {} : { simulatorUrl: given.SIMULATOR_URL }),
    ...(given?.SIMULATED_PROVIDERS === undefined ? {} : { simulatedProviders: given.SIMULATED_PROVIDERS }),
  }
}

/** The lines of a SettingsError: every wrong variable, named once. */
export function describeIssues(error: z.ZodError, env: Readonly<Record<string, string | undefined>>): string {
  return describeProblems(error, env).join('\n')
}

/** Ten minutes of quick looks, then the slow ladder. */
const ladderWithoutCallbacksMs = [
  ...quickPollLadderMs,
  ...Array<number>(18).fill(30_000),
  ...slowPollLadderMs,
]

function secretsOrIssue(list: string, context: z.RefinementCtx<string>): readonly string[] {
  const secrets = readSecrets(list)
  if (secrets.kind === 'ok') return secrets.secrets
  context.addIssue({ code: 'custom', message: secrets.problem })
  return z.NEVER
}
