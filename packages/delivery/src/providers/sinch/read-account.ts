import { z } from 'zod'
import type { AccountContext, AccountReading, PresentEnv } from '../definition.ts'
import { timeoutsWithin } from '../http/timeouts.ts'
import { describeProblems, listOf, someSet, webAddress } from '../read-variables.ts'
import { openSinch } from './open-sinch.ts'
import {
  apiTokenPattern,
  regionUrl,
  type SinchSettings,
  servicePlanPattern,
  sinchRegions,
  type WebhookProof,
} from './settings.ts'

/** Sinch takes numbers with and without `+`; we keep them with it. */
const number = z
  .string()
  .regex(/^\+?[1-9]\d{6,14}$/, 'is not an E.164 number such as +14155550100')
  .transform((digits) => (digits.startsWith('+') ? digits : `+${digits}`))

const schema = z.object({
  SINCH_SERVICE_PLAN_ID: z
    .string()
    .regex(servicePlanPattern, 'is not a service plan id: letters, digits, - and _'),
  SINCH_API_TOKEN: z
    .string()
    .regex(apiTokenPattern, 'is not an API token: it has blanks or control characters'),
  SINCH_NUMBER: listOf(number),
  SINCH_REGION: z.enum(sinchRegions, `is not one of ${sinchRegions.join(', ')}`).default('us'),
  // Guides write it with and without the path of the API.
  SINCH_API_BASE_URL: webAddress.transform((url) => url.replace(/\/xms(\/v1)?$/, '')).optional(),
  SINCH_WEBHOOK_SECRET: z.string().optional(),
  SINCH_WEBHOOK_SECRET_PREVIOUS: z.string().optional(),
  SINCH_WEBHOOK_USER: z
    .string()
    .regex(/^[^:]+$/, 'has a colon, which basic authentication cannot carry')
    .optional(),
  SINCH_WEBHOOK_PASSWORD: z.string().optional(),
})

/** Variables of Sinch, the necessary ones first. */
export const sinchVariables = Object.keys(schema.shape)

/** Reads the service plan. All problems at once, each beginning with the variable's name. */
export function readSinchAccount(env: PresentEnv, context: AccountContext): AccountReading {
  if (!someSet(env, sinchVariables)) return { kind: 'absent' }
  const parsed = schema.safeParse(env)
  const problems = [...(parsed.success ? [] : describeProblems(parsed.error, env)), ...checkPartners(env)]
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems }
  const given = parsed.data
  const settings: SinchSettings = {
    servicePlanId: given.SINCH_SERVICE_PLAN_ID,
    apiToken: given.SINCH_API_TOKEN,
    baseUrl: context.simulatorUrl ?? given.SINCH_API_BASE_URL ?? regionUrl(given.SINCH_REGION),
    webhooks: readProof(given),
  }
  return {
    kind: 'account',
    account: {
      provider: 'sinch',
      externalId: settings.servicePlanId,
      credentialRef: 'env:SINCH_API_TOKEN',
      simulated: context.simulatorUrl !== undefined,
      senders: given.SINCH_NUMBER.map((address, index) => ({
        address,
        kind: 'number',
        isDefault: index === 0,
      })),
      open: ({ totalMs, maxConnections } = {}) =>
        openSinch({
          ...settings,
          timeouts: timeoutsWithin(totalMs),
          ...(maxConnections === undefined ? {} : { maxConnections }),
        }),
    },
  }
}

function readProof({
  SINCH_WEBHOOK_SECRET: secret,
  SINCH_WEBHOOK_SECRET_PREVIOUS: previous,
  SINCH_WEBHOOK_USER: user,
  SINCH_WEBHOOK_PASSWORD: password,
}: z.infer<typeof schema>): WebhookProof {
  if (secret !== undefined) {
    return { kind: 'hmac', secrets: previous === undefined ? [secret] : [secret, previous] }
  }
  return user === undefined || password === undefined ? { kind: 'none' } : { kind: 'basic', user, password }
}

/** Rules about two variables; said together with everything else that is wrong. */
function checkPartners(env: PresentEnv): string[] {
  const has = (name: string): boolean => env[name] !== undefined
  const problems: string[] = []
  if (has('SINCH_WEBHOOK_SECRET_PREVIOUS') && !has('SINCH_WEBHOOK_SECRET')) {
    problems.push('SINCH_WEBHOOK_SECRET is missing; SINCH_WEBHOOK_SECRET_PREVIOUS only adds to it')
  }
  if (has('SINCH_WEBHOOK_USER') !== has('SINCH_WEBHOOK_PASSWORD')) {
    problems.push('SINCH_WEBHOOK_USER and SINCH_WEBHOOK_PASSWORD go together; set both or none')
  }
  if (has('SINCH_WEBHOOK_SECRET') && has('SINCH_WEBHOOK_USER')) {
    problems.push(
      'SINCH_WEBHOOK_SECRET and SINCH_WEBHOOK_USER exclude each other; set the one that Sinch uses',
    )
  }
  return problems
}
