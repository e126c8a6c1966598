import { z } from 'zod'
import type { AccountContext, AccountReading, PresentEnv, SenderSettings } from '../definition.ts'
import { timeoutsWithin } from '../http/timeouts.ts'
import { describeProblems, listOf, someSet, webAddress } from '../read-variables.ts'
import { openPlivo } from './open-plivo.ts'
import { readNumber } from './phone-number.ts'
import { uuidPattern } from './read-message.ts'
import type { PlivoSettings } from './settings.ts'

/** MMS leaves from numbers of the US and Canada only; people write them with and without the plus sign. */
const senderNumber = z
  .string()
  .transform((text) => readNumber(text) ?? '')
  .pipe(z.string().regex(/^\+1[2-9]\d{9}$/, 'is not a list of US or Canadian numbers such as +14155550100'))

const baseAddress = webAddress.refine(
  (text) => {
    const url = URL.parse(text)
    return url !== null && url.search + url.hash + url.username === '' && !/\/v1\b/i.test(url.pathname)
  },
  { error: 'is not the address that /v1/Account/… is added to, such as https://api.plivo.com' },
)

const schema = z.object({
  PLIVO_AUTH_ID: z
    .string()
    .regex(/^(MA|SA)[A-Za-z0-9]{6,48}$/, 'is not an Auth ID: MA or SA, then letters and digits'),
  PLIVO_AUTH_TOKEN: z.string(),
  PLIVO_SENDER_NUMBER: listOf(senderNumber).optional(),
  PLIVO_POWERPACK_UUID: z.string().toLowerCase().regex(uuidPattern, 'is not a UUID').optional(),
  PLIVO_AUTH_TOKEN_PREVIOUS: z.string().optional(),
  PLIVO_API_BASE_URL: baseAddress.optional(),
})

/** Variables of Plivo, the necessary ones first. */
export const plivoVariables = Object.keys(schema.shape)

/** Reads the Plivo account. All problems at once, each beginning with the variable's name. */
export function readPlivoAccount(env: PresentEnv, context: AccountContext): AccountReading {
  if (!someSet(env, plivoVariables)) return { kind: 'absent' }
  const parsed = schema.safeParse(env)
  const problems = [...(parsed.success ? [] : describeProblems(parsed.error, env)), ...missingSender(env)]
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems }
  const given = parsed.data
  const baseUrl = context.simulatorUrl ?? given.PLIVO_API_BASE_URL
  const previousAuthToken = given.PLIVO_AUTH_TOKEN_PREVIOUS
  const settings: PlivoSettings = {
    authId: given.PLIVO_AUTH_ID,
    authToken: given.PLIVO_AUTH_TOKEN,
    ...(previousAuthToken === undefined ? {} : { previousAuthToken }),
    ...(baseUrl === undefined ? {} : { baseUrl }),
  }
  return {
    kind: 'account',
    account: {
      provider: 'plivo',
      externalId: settings.authId,
      credentialRef: 'env:PLIVO_AUTH_TOKEN',
      ...(previousAuthToken === undefined ? {} : { previousCredentialRef: 'env:PLIVO_AUTH_TOKEN_PREVIOUS' }),
      simulated: context.simulatorUrl !== undefined,
      senders: readSenders(given),
      open: ({ totalMs, maxConnections } = {}) =>
        openPlivo({
          ...settings,
          timeouts: timeoutsWithin(totalMs),
          ...(maxConnections === undefined ? {} : { maxConnections }),
        }),
    },
  }
}

/** A Powerpack is the default where there is one: it chooses the best of its numbers. */
function readSenders({
  PLIVO_POWERPACK_UUID: powerpack,
  PLIVO_SENDER_NUMBER: numbers = [],
}: z.infer<typeof schema>): SenderSettings[] {
  const senders: SenderSettings[] = numbers.map((address, index) => ({
    address,
    kind: 'number',
    isDefault: powerpack === undefined && index === 0,
  }))
  if (powerpack !== undefined)
    senders.push({ address: powerpack, kind: 'messaging_service', isDefault: true })
  return senders
}

/** Said together with everything else that is wrong. */
function missingSender(env: PresentEnv): string[] {
  return env['PLIVO_SENDER_NUMBER'] === undefined && env['PLIVO_POWERPACK_UUID'] === undefined
    ? ['PLIVO_SENDER_NUMBER is missing; set it or PLIVO_POWERPACK_UUID']
    : []
}
