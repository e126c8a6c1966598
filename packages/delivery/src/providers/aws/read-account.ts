import { e164Pattern } from '@heliograph/shared/contracts/messages'
import { z } from 'zod'
import type { AccountContext, AccountReading, PresentEnv, SenderSettings } from '../definition.ts'
import { timeoutsWithin } from '../http/timeouts.ts'
import { describeProblems, listOf, someSet, webAddress } from '../read-variables.ts'
import { isOwnMedia, type MediaPlace } from './media-key.ts'
import { openAws } from './open-aws.ts'
import type { AwsSettings, StaticCredentials } from './settings.ts'

const regionPattern = /^[a-z]{2,}(-[a-z]+)+-\d+$/
const shortCode = /^\d{3,8}$/
const poolOrArn =
  /^((pool|phone)-[A-Za-z0-9]{1,64}|arn:aws[a-z-]*:sms-voice:[a-z0-9-]+:\d{12}:(pool|phone-number)\/[A-Za-z0-9-]{1,80})$/
const identity = z
  .string()
  .refine(
    (text) => [e164Pattern, shortCode, poolOrArn].some((pattern) => pattern.test(text)),
    'is not a number such as +18005550100, a pool id such as pool-0123abcd or the ARN of a pool or number',
  )

const topicArn = z
  .string()
  .regex(
    /^arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}$/,
    'is not the ARN of a topic such as arn:aws:sns:us-east-1:123456789012:mms-events',
  )

const schema = z.object({
  AWS_REGION: z.string().regex(regionPattern, 'is not a region such as us-east-1'),
  SNS_ORIGINATION_NUMBER: listOf(identity),
  S3_BUCKET_NAME: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'is not the bare name of a bucket such as acme-mms-media'),
  AWS_CONFIGURATION_SET_NAME: z
    .string()
    .regex(/^[A-Za-z0-9_:/-]{1,256}$/, 'is not the name or ARN of a configuration set'),
  AWS_SNS_TOPIC_ARNS: listOf(topicArn),
  AWS_MEDIA_PREFIX: z
    .string()
    .regex(
      /^[A-Za-z0-9_-]+(\/[A-Za-z0-9_-]+)*$/,
      'is not a key prefix such as mms/media, without a slash at either end',
    )
    .default('heliograph'),
  AWS_SNS_SIGNATURE_V1: z.stringbool({ error: 'is neither true nor false' }).default(true),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  AWS_PROFILE: z.string().optional(),
  AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2: webAddress.optional(),
  AWS_ENDPOINT_URL_S3: webAddress.optional(),
})

/** Variables of AWS, the necessary ones first. */
export const awsVariables = Object.keys(schema.shape)

/** How many of them are necessary. */
export const requiredAwsVariables = 5

/**
 * Those that nothing but this gateway needs. Region, keys and bucket are set on many machines for other programs, so
 * they alone configure no account.
 */
const ownVariables = [
  'SNS_ORIGINATION_NUMBER',
  'AWS_CONFIGURATION_SET_NAME',
  'AWS_SNS_TOPIC_ARNS',
  'AWS_MEDIA_PREFIX',
  'AWS_SNS_SIGNATURE_V1',
]

/** Reads the AWS account. All problems at once, each beginning with the variable's name. */
export function readAwsAccount(env: PresentEnv, context: AccountContext): AccountReading {
  if (!someSet(env, ownVariables)) return { kind: 'absent' }
  const parsed = schema.safeParse(env)
  const problems = [...(parsed.success ? [] : describeProblems(parsed.error, env)), ...findConflicts(env)]
  if (!parsed.success || problems.length > 0) return { kind: 'invalid', problems: [...new Set(problems)] }
  const settings = readSettings(parsed.data, context)
  return {
    kind: 'account',
    account: {
      provider: 'aws',
      externalId: settings.region,
      credentialRef:
        settings.credentials === undefined ? 'aws:credentials-chain' : 'env:AWS_SECRET_ACCESS_KEY',
      simulated: context.simulatorUrl !== undefined,
      senders: parsed.data.SNS_ORIGINATION_NUMBER.map(readSender),
      checkStored: (mediaUrl, tenantId) =>
        isOwnMedia(settings, tenantId, mediaUrl) ? undefined : notOwnMedia(settings, tenantId),
      open: ({ totalMs, maxConnections } = {}) =>
        openAws({
          ...settings,
          timeouts: timeoutsWithin(totalMs),
          ...(maxConnections === undefined ? {} : { maxConnections }),
        }),
    },
  }
}

/** Our role can read more than a tenant may, so what is not below the tenant's own prefix is refused by name. */
function notOwnMedia({ bucket, mediaPrefix }: MediaPlace, tenantId: string): string {
  return `is not below s3://${bucket}/${mediaPrefix}/${tenantId}/ ; put the file there, or give an https URL`
}

type Given = z.infer<typeof schema>

function readSettings(given: Given, { simulatorUrl, requireHttpsMedia }: AccountContext): AwsSettings {
  const credentials = readCredentials(given, simulatorUrl)
  // A simulator stands in for everything: with one of the two left real, a rehearsal would cost money.
  const smsVoiceUrl = simulatorUrl ?? given.AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2
  const s3Url = simulatorUrl === undefined ? given.AWS_ENDPOINT_URL_S3 : `${simulatorUrl}/__s3`
  return {
    region: given.AWS_REGION,
    bucket: given.S3_BUCKET_NAME,
    mediaPrefix: given.AWS_MEDIA_PREFIX,
    configurationSet: given.AWS_CONFIGURATION_SET_NAME,
    topics: given.AWS_SNS_TOPIC_ARNS,
    allowSignatureV1: given.AWS_SNS_SIGNATURE_V1,
    requireHttpsMedia,
    ...(credentials === undefined ? {} : { credentials }),
    ...(smsVoiceUrl === undefined ? {} : { smsVoiceUrl }),
    ...(s3Url === undefined ? {} : { s3Url }),
    ...(simulatorUrl === undefined ? {} : { simulatorUrl }),
  }
}

/**
 * Keys in the environment come first in the SDK's chain, unless a profile is named: then they are left alone there too. A
 * simulator takes any keys, and is never shown those of a role.
 */
function readCredentials(given: Given, simulatorUrl: string | undefined): StaticCredentials | undefined {
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = given
  const isSimulated = simulatorUrl !== undefined
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    return isSimulated ? { accessKeyId: 'simulator', secretAccessKey: 'simulator' } : undefined
  }
  if (given.AWS_PROFILE !== undefined && !isSimulated) return undefined
  const sessionToken = given.AWS_SESSION_TOKEN
  return { accessKeyId, secretAccessKey, ...(sessionToken === undefined ? {} : { sessionToken }) }
}

function readSender(address: string, index: number): SenderSettings {
  const isNumber = e164Pattern.test(address) || shortCode.test(address)
  return { address, kind: isNumber ? 'number' : 'messaging_service', isDefault: index === 0 }
}

/** Rules about two variables; said together with everything else that is wrong. */
function findConflicts(env: PresentEnv): string[] {
  const { AWS_ACCESS_KEY_ID: keyId, AWS_SECRET_ACCESS_KEY: secret } = env
  const halves = 'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY go together; set both or none'
  return [
    ...((keyId === undefined) === (secret === undefined) ? [] : [halves]),
    ...otherRegions(env, 'SNS_ORIGINATION_NUMBER'),
    ...otherRegions(env, 'AWS_SNS_TOPIC_ARNS'),
  ]
}

/** Senders, bucket and topics have to be in the region that messages are sent from. */
function otherRegions(env: PresentEnv, name: string): string[] {
  const { AWS_REGION: region = '' } = env
  if (!regionPattern.test(region)) return []
  return (env[name] ?? '').split(',').flatMap((arn) => {
    const named = /^\s*arn:aws[a-z-]*:(?:sms-voice|sns):([a-z0-9-]+):/.exec(arn)?.[1]
    return named === undefined || named === region
      ? []
      : [`${name} names ${named}, but AWS_REGION is ${region}; both must be the same region`]
  })
}
