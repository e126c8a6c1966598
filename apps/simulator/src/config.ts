import { parseArgs } from 'node:util'
import { z } from 'zod'
import { carrierNames, isSpoken, type SpokenCarrier } from './carriers.ts'

/** How the process runs. */
export type SimulatorConfig = {
  host: string
  port: number
  isExposed: boolean
  /** Which carriers it speaks. */
  carriers: readonly SpokenCarrier[]
  anySender: boolean
  /** Credentials and senders of the carriers, checked; an empty one counts as absent. */
  env: Readonly<Record<string, string | undefined>>
  maxEntries: number
}

/** A configuration, a wish for help, or everything that is wrong with the settings. */
export type ConfigResult =
  | { kind: 'config'; config: SimulatorConfig }
  | { kind: 'help' }
  | { kind: 'invalid'; problems: string[] }

/** Text of `--help`. */
export const HELP = `Heliograph carrier simulator: the carriers' messaging APIs on this machine, with faults on demand

  npm run simulator [-- options]

  --port <n>         port to listen on (PORT, default 3001; 0 takes a free one)
  --carrier <name>   speak this carrier only (${carrierNames.join(', ')}); may be repeated
  --expose           listen on all interfaces; the control endpoints then need the credentials of an account
  --any-sender       accept every sender, not only the known ones
  --help             show this text

  HOST                                        address to listen on (default 127.0.0.1)
  TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN       credentials to accept (random ones are made and shown otherwise)
  TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET   an API key to accept as well
  TWILIO_PHONE_NUMBER                         further senders, separated by commas
  PLIVO_AUTH_ID, PLIVO_AUTH_TOKEN             the same for Plivo
  PLIVO_SENDER_NUMBER
  SINCH_SERVICE_PLAN_ID, SINCH_API_TOKEN      the same for Sinch
  SINCH_NUMBER, SINCH_WEBHOOK_SECRET          further senders; what signs callbacks
  SINCH_WEBHOOK_USER, SINCH_WEBHOOK_PASSWORD  what callbacks carry as basic authentication
  AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY    the same for AWS
  SNS_ORIGINATION_NUMBER, AWS_REGION, S3_BUCKET_NAME, AWS_CONFIGURATION_SET_NAME, AWS_SNS_TOPIC_ARNS
  SIMULATOR_AWS_EVENTS_URL                    endpoint that the topics post to; may be set later
  SIMULATOR_MAX_ENTRIES                       messages and ledger entries to keep (default 100000)
`

const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => value || undefined, schema.optional())

const envSchema = z.object({
  HOST: optional(z.string()),
  PORT: optional(z.coerce.number().int().min(0).max(65_535)),
  TWILIO_ACCOUNT_SID: optional(z.string().regex(/^AC[0-9a-fA-F]{32}$/, 'is AC and 32 hexadecimal digits')),
  TWILIO_AUTH_TOKEN: optional(z.string().max(200)),
  TWILIO_API_KEY_SID: optional(z.string().regex(/^SK[0-9a-fA-F]{32}$/, 'is SK and 32 hexadecimal digits')),
  TWILIO_API_KEY_SECRET: optional(z.string().max(200)),
  TWILIO_PHONE_NUMBER: optional(z.string()),
  PLIVO_AUTH_ID: optional(
    z.string().regex(/^(MA|SA)[A-Za-z0-9]{6,48}$/, 'is MA or SA, then letters and digits'),
  ),
  PLIVO_AUTH_TOKEN: optional(z.string().max(200)),
  PLIVO_SENDER_NUMBER: optional(z.string()),
  SINCH_SERVICE_PLAN_ID: optional(z.string().regex(/^[A-Za-z0-9_-]{1,100}$/, 'is letters and digits')),
  SINCH_API_TOKEN: optional(z.string().max(200)),
  SINCH_NUMBER: optional(z.string()),
  SINCH_WEBHOOK_SECRET: optional(z.string().max(200)),
  SINCH_WEBHOOK_USER: optional(z.string().max(200)),
  SINCH_WEBHOOK_PASSWORD: optional(z.string().max(200)),
  AWS_ACCESS_KEY_ID: optional(z.string().regex(/^\w{1,128}$/, 'is letters and digits')),
  AWS_SECRET_ACCESS_KEY: optional(z.string().max(200)),
  AWS_SESSION_TOKEN: optional(z.string().max(2_000)),
  AWS_REGION: optional(z.string().regex(/^[a-z]{2,3}(-[a-z]+)+-\d$/, 'is not a region such as us-east-1')),
  SNS_ORIGINATION_NUMBER: optional(z.string()),
  S3_BUCKET_NAME: optional(
    z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the name of a bucket'),
  ),
  AWS_CONFIGURATION_SET_NAME: optional(z.string().max(256)),
  AWS_SNS_TOPIC_ARNS: optional(
    z.string().regex(/^\s*arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+\s*(,|$)/, 'is not the ARN of a topic'),
  ),
  SIMULATOR_AWS_EVENTS_URL: optional(z.string().regex(/^https?:\/\/\S+$/, 'is not an http or https address')),
  SIMULATOR_MAX_ENTRIES: optional(z.coerce.number().int().min(1).max(10_000_000)),
})

/** Reads the command line and the environment; reports all problems together. */
export function readConfig(args: string[], env: NodeJS.ProcessEnv): ConfigResult {
  const flags = readFlags(args)
  if (typeof flags === 'string') return { kind: 'invalid', problems: [flags] }
  if (flags.help) return { kind: 'help' }
  const parsed = envSchema.safeParse({ ...env, PORT: flags.port ?? env['PORT'] })
  if (!parsed.success) {
    return {
      kind: 'invalid',
      problems: parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`),
    }
  }
  const { HOST, PORT, SIMULATOR_MAX_ENTRIES, ...carrierEnv } = parsed.data
  if ((carrierEnv.TWILIO_API_KEY_SID === undefined) !== (carrierEnv.TWILIO_API_KEY_SECRET === undefined)) {
    return { kind: 'invalid', problems: ['TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together'] }
  }
  const carriers = flags.carrier ?? []
  const unknown = carriers.filter((name) => !isSpoken(name))
  if (unknown.length > 0) {
    const problem = `--carrier ${unknown.join(', ')}: is none of ${carrierNames.join(', ')}`
    return { kind: 'invalid', problems: [problem] }
  }
  const host = HOST ?? (flags.expose ? '0.0.0.0' : '127.0.0.1')
  return {
    kind: 'config',
    config: {
      host,
      port: PORT ?? 3001,
      isExposed: flags.expose || !/^(127\.|::1$|localhost$)/.test(host),
      carriers: carriers.length === 0 ? carrierNames : carrierNames.filter((name) => carriers.includes(name)),
      anySender: flags['any-sender'],
      env: carrierEnv,
      maxEntries: SIMULATOR_MAX_ENTRIES ?? 100_000,
    },
  }
}

type Flags = {
  port?: string | undefined
  carrier?: string[] | undefined
  expose: boolean
  'any-sender': boolean
  help: boolean
}

function readFlags(args: string[]): Flags | string {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        carrier: { type: 'string', multiple: true },
        expose: { type: 'boolean', default: false },
        'any-sender': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
