import { e164Pattern } from '@heliograph/shared/contracts/messages'
import { z } from 'zod'
import type { AccountContext, AccountReading, PresentEnv, SenderSettings } from '../definition.ts'
import { timeoutsWithin } from '../http/timeouts.ts'
import { describeProblems, listOf, someSet } from '../read-variables.ts'
import { openTwilio } from './open-twilio.ts'
import type { TwilioSettings } from './settings.ts'

const sid = (prefix: string) =>
  z.string().regex(new RegExp(`^${prefix}[0-9a-fA-F]{32}$`), `is not of the form ${prefix} and 32 hex digits`)

const schema = z.object({
  TWILIO_ACCOUNT_SID: sid('AC'),
  TWILIO_AUTH_TOKEN: z.string(),
  TWILIO_PHONE_NUMBER: listOf(
    z.string().regex(e164Pattern, 'is not an E.164 number such as +15005550006'),
  ).optional(),
  TWILIO_MESSAGING_SERVICE_SID: sid('MG').optional(),
  TWILIO_AUTH_TOKEN_PREVIOUS: z.string().optional(),
  TWILIO_API_KEY_SID: sid('SK').optional(),
  TWILIO_API_KEY_SECRET: z.string().optional(),
})

/** Variables of Twilio, the necessary ones first. */
export const twilioVariables = Object.keys(schema.shape)

/** Reads the Twilio account. All problems at once, each beginning with the variable's name. */
export function readTwilioAccount(env: PresentEnv, context: AccountContext): AccountReading {
  if (!someSet(env, twilioVariables)) return { kind: 'absent' }
  const parsed = schema.safeParse(env)
  const problems = [...(parsed.success ? [] : describeProblems(parsed.error, env)), ...missingPartners(env)]
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems }
  const given = parsed.data
  const settings: TwilioSettings = {
    accountSid: given.TWILIO_ACCOUNT_SID,
    authToken: given.TWILIO_AUTH_TOKEN,
    ...present('previousAuthToken', given.TWILIO_AUTH_TOKEN_PREVIOUS),
    ...present('apiKey', readKey(given)),
    ...present('baseUrl', context.simulatorUrl),
  }
  return {
    kind: 'account',
    account: {
      provider: 'twilio',
      externalId: settings.accountSid,
      credentialRef: 'env:TWILIO_AUTH_TOKEN',
      ...(settings.previousAuthToken === undefined
        ? {}
        : { previousCredentialRef: 'env:TWILIO_AUTH_TOKEN_PREVIOUS' }),
      simulated: context.simulatorUrl !== undefined,
      senders: readSenders(given),
      open: ({ totalMs, maxConnections } = {}) =>
        openTwilio({
          ...settings,
          timeouts: timeoutsWithin(totalMs),
          ...present('maxConnections', maxConnections),
        }),
    },
  }
}

type Given = z.infer<typeof schema>

function readKey({
  TWILIO_API_KEY_SID: keySid,
  TWILIO_API_KEY_SECRET: secret,
}: Given): TwilioSettings['apiKey'] {
  return keySid === undefined || secret === undefined ? undefined : { sid: keySid, secret }
}

function readSenders({
  TWILIO_MESSAGING_SERVICE_SID: service,
  TWILIO_PHONE_NUMBER: numbers = [],
}: Given): SenderSettings[] {
  const senders: SenderSettings[] = numbers.map((address, index) => ({
    address,
    kind: 'number',
    isDefault: service === undefined && index === 0,
  }))
  if (service !== undefined) senders.push({ address: service, kind: 'messaging_service', isDefault: true })
  return senders
}

/** Rules about two variables; said together with everything else that is wrong. */
function missingPartners(env: PresentEnv): string[] {
  const problems: string[] = []
  if (env['TWILIO_PHONE_NUMBER'] === undefined && env['TWILIO_MESSAGING_SERVICE_SID'] === undefined) {
    problems.push('TWILIO_PHONE_NUMBER is missing; set it or TWILIO_MESSAGING_SERVICE_SID')
  }
  if ((env['TWILIO_API_KEY_SID'] === undefined) !== (env['TWILIO_API_KEY_SECRET'] === undefined)) {
    problems.push('TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET go together; set both or none')
  }
  return problems
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]?: V })
}
