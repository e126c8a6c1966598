import { parseArgs } from 'node:util'
import { z } from 'zod'

/** How the process runs. */
export type SimulatorConfig = {
  host: string
  port: number
  isExposed: boolean
  accountSid: string | undefined
  authToken: string | undefined
  apiKeySid: string | undefined
  apiKeySecret: string | undefined
  senders: string[]
  maxEntries: number
}

/** A configuration, a wish for help, or everything that is wrong with the settings. */
export type ConfigResult =
  | { kind: 'config'; config: SimulatorConfig }
  | { kind: 'help' }
  | { kind: 'invalid'; problems: string[] }

/** Text of `--help`. */
export const HELP = `Heliograph carrier simulator: Twilio's Messages API on this machine, with faults on demand

  npm run simulator [-- options]

  --port <n>      port to listen on (PORT, default 3001; 0 takes a free one)
  --expose        listen on all interfaces; the control endpoints then need the account credentials
  --any-sender    accept every From number, not only +15005550006 and TWILIO_PHONE_NUMBER
  --help          show this text

  HOST                                        address to listen on (default 127.0.0.1)
  TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN       credentials to accept (random ones are made and shown otherwise)
  TWILIO_API_KEY_SID, TWILIO_API_KEY_SECRET   an API key to accept as well
  TWILIO_PHONE_NUMBER                         further senders, separated by commas
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
  const values = parsed.data
  if ((values.TWILIO_API_KEY_SID === undefined) !== (values.TWILIO_API_KEY_SECRET === undefined)) {
    return { kind: 'invalid', problems: ['TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together'] }
  }
  const host = values.HOST ?? (flags.expose ? '0.0.0.0' : '127.0.0.1')
  const own = (values.TWILIO_PHONE_NUMBER ?? '').split(',').map((number) => number.trim())
  const senders = [
    '+15005550006',
    ...own.filter((number) => number !== ''),
    ...(flags['any-sender'] ? ['*'] : []),
  ]
  return {
    kind: 'config',
    config: {
      host,
      port: values.PORT ?? 3001,
      isExposed: flags.expose || !/^(127\.|::1$|localhost$)/.test(host),
      accountSid: values.TWILIO_ACCOUNT_SID,
      authToken: values.TWILIO_AUTH_TOKEN,
      apiKeySid: values.TWILIO_API_KEY_SID,
      apiKeySecret: values.TWILIO_API_KEY_SECRET,
      senders,
      maxEntries: values.SIMULATOR_MAX_ENTRIES ?? 100_000,
    },
  }
}

type Flags = { port?: string | undefined; expose: boolean; 'any-sender': boolean; help: boolean }

function readFlags(args: string[]): Flags | string {
  try {
    return parseArgs({
      args,
      options: {
        port: { type: 'string' },
        expose: { type: 'boolean', default: false },
        'any-sender': { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}
