import { e164Pattern } from '@heliograph/shared/contracts/messages'
import { quickPollLadderMs, slowPollLadderMs } from '@heliograph/shared/domain/retry-plan'
import { z } from 'zod'
import { readSecrets } from '../secrets/keyring.ts'

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `is not of the form ${prefix} and 32 hex digits`)

const url = z.url({ protocol: /^https?$/, error: 'is not an absolute http or https URL' })
const listOf = (item: z.ZodString) =>
  z
    .string()
    .transform((text) => text.split(',').map((part) => part.trim()))
    .pipe(z.array(item))

const listOfNumbers = z
  .string()
  .regex(/^\d{1,9}(,\d{1,9})*$/, 'is not a comma list of milliseconds such as 600000,1800000')
  .transform((text) => text.split(',').map(Number))

/** Settings that API and worker share. Empty variables count as absent. */
const engineEnv = z.object({
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/, error: 'is not a postgresql:// URL' }),
  REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'is not a redis:// URL' }).optional(),
  HELIOGRAPH_SECRETS: z.string().transform(secretsOrIssue),
  PUBLIC_BASE_URL: url.optional(),
  SIMULATOR_URL: url.optional(),
  REQUIRE_HTTPS_MEDIA: z.stringbool().default(false),
  TWILIO_ACCOUNT_SID: sid('AC'),
  TWILIO_AUTH_TOKEN: z.string().min(1),
  TWILIO_AUTH_TOKEN_PREVIOUS: z.string().min(1).optional(),
  TWILIO_API_KEY_SID: sid('SK').optional(),
  TWILIO_API_KEY_SECRET: z.string().min(1).optional(),
  TWILIO_PHONE_NUMBER: listOf(
    z.string().regex(e164Pattern, 'is not an E.164 number such as +15005550006'),
  ).optional(),
  TWILIO_MESSAGING_SERVICE_SID: sid('MG').optional(),
  POLL_LADDER_MS: listOfNumbers.optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
})

/** A number, short code or messaging service that messages may leave from. */
export type SenderSettings = {
  readonly address: string
  readonly kind: 'number' | 'messaging_service'
  readonly isDefault: boolean
}

/** One configured account at a provider. Secrets live here and in the environment only. */
export type AccountSettings = {
  readonly provider: 'twilio'
  readonly externalId: string
  readonly authToken: string
  readonly previousAuthToken?: string
  readonly apiKey?: { readonly sid: string; readonly secret: string }
  /** Where its API is, when not at the carrier: the simulator. */
  readonly baseUrl?: string
  readonly senders: readonly SenderSettings[]
}

/** What API and worker both need to know. */
export type EngineSettings = {
  readonly databaseUrl: string
  readonly redisUrl?: string
  readonly secrets: readonly string[]
  /** Where the carrier reaches us, without a trailing slash; absent means no status callbacks. */
  readonly publicBaseUrl?: string
  /** True when a simulator stands in for the carrier; loopback media is allowed then. */
  readonly simulated: boolean
  readonly requireHttpsMedia: boolean
  readonly account: AccountSettings
  readonly logLevel: string
  /** Waits between look-ups of a silent message, in milliseconds; the last one repeats. */
  readonly pollLadderMs: readonly number[]
}

/** Says every wrong or missing setting at once, one line each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError'
}

/** Reads the shared settings from an environment. Throws SettingsError that names all problems together. */
export function readEngineSettings(env: Readonly<Record<string, string | undefined>>): EngineSettings {
  const present = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value !== ''),
  )
  const parsed = engineEnv.safeParse(present)
  const problems = [
    ...(parsed.success ? [] : [describeIssues(parsed.error, present)]),
    ...missingPartners(present),
  ]
  if (!parsed.success || problems.length > 0) throw new SettingsError(problems.join('\n'))
  const given = parsed.data
  return {
    databaseUrl: given.DATABASE_URL,
    ...(given.REDIS_URL === undefined ? {} : { redisUrl: given.REDIS_URL }),
    secrets: given.HELIOGRAPH_SECRETS,
    ...(given.PUBLIC_BASE_URL === undefined
      ? {}
      : { publicBaseUrl: given.PUBLIC_BASE_URL.replace(/\/+$/, '') }),
    simulated: given.SIMULATOR_URL !== undefined,
    requireHttpsMedia: given.REQUIRE_HTTPS_MEDIA,
    account: twilioAccount(given),
    logLevel: given.LOG_LEVEL,
    pollLadderMs:
      given.POLL_LADDER_MS ??
      (given.PUBLIC_BASE_URL === undefined ? ladderWithoutCallbacksMs : slowPollLadderMs),
  }
}

/** The lines of a SettingsError: every wrong variable, named once. */
export function describeIssues(error: z.ZodError, env: Readonly<Record<string, unknown>>): string {
  return error.issues
    .map((issue) => {
      const name = String(issue.path[0] ?? 'settings')
      return env[name] === undefined && issue.code !== 'custom'
        ? `${name} is missing`
        : `${name} ${issue.message}`
    })
    .join('\n')
}

/** Ten minutes of quick looks, then the slow ladder. */
const ladderWithoutCallbacksMs = [
  ...quickPollLadderMs,
  ...Array<number>(18).fill(30_000),
  ...slowPollLadderMs,
]

/** Rules about two variables; said together with everything else that is wrong. */
function missingPartners(env: Readonly<Record<string, unknown>>): string[] {
  const problems: string[] = []
  if (env['TWILIO_PHONE_NUMBER'] === undefined && env['TWILIO_MESSAGING_SERVICE_SID'] === undefined) {
    problems.push('TWILIO_PHONE_NUMBER is missing; set it or TWILIO_MESSAGING_SERVICE_SID')
  }
  if ((env['TWILIO_API_KEY_SID'] === undefined) !== (env['TWILIO_API_KEY_SECRET'] === undefined)) {
    problems.push('TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together; set both or none')
  }
  return problems
}

function secretsOrIssue(list: string, context: z.RefinementCtx<string>): readonly string[] {
  const secrets = readSecrets(list)
  if (secrets.kind === 'ok') return secrets.secrets
  context.addIssue({ code: 'custom', message: secrets.problem })
  return z.NEVER
}

function twilioAccount(env: z.infer<typeof engineEnv>): AccountSettings {
  const service = env.TWILIO_MESSAGING_SERVICE_SID
  const numbers = env.TWILIO_PHONE_NUMBER ?? []
  const senders: SenderSettings[] = numbers.map((address, index) => ({
    address,
    kind: 'number',
    isDefault: service === undefined && index === 0,
  }))
  if (service !== undefined) senders.push({ address: service, kind: 'messaging_service', isDefault: true })
  return {
    provider: 'twilio',
    externalId: env.TWILIO_ACCOUNT_SID,
    authToken: env.TWILIO_AUTH_TOKEN,
    ...(env.TWILIO_AUTH_TOKEN_PREVIOUS === undefined
      ? {}
      : { previousAuthToken: env.TWILIO_AUTH_TOKEN_PREVIOUS }),
    ...(env.TWILIO_API_KEY_SID === undefined || env.TWILIO_API_KEY_SECRET === undefined
      ? {}
      : { apiKey: { sid: env.TWILIO_API_KEY_SID, secret: env.TWILIO_API_KEY_SECRET } }),
    ...(env.SIMULATOR_URL === undefined ? {} : { baseUrl: env.SIMULATOR_URL.replace(/\/+$/, '') }),
    senders,
  }
}
