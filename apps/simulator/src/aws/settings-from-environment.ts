import { randomBytes } from 'node:crypto'
import type { CarrierOptions } from '../core/carrier.ts'
import { defaultSettings, type Settings } from './settings.ts'

/** The sender that every account has. */
export const FIRST_SENDER = '+15005550006'

const TOPIC_ARN = /^arn:aws[a-z-]*:sns:[a-z0-9-]+:(\d{12}):([A-Za-z0-9_-]{1,256})$/

/** The first settings of an account under the names that Heliograph reads; what is missing is made up. */
export function settingsFromEnvironment({ env, anySender }: CarrierOptions): Settings {
  const list = (name: string): string[] =>
    (env[name] ?? '')
      .split(',')
      .map((one) => one.trim())
      .filter((one) => one !== '')
  const defaults = defaultSettings({
    accessKeyId: env['AWS_ACCESS_KEY_ID'] ?? `AKIA${randomBytes(8).toString('hex').toUpperCase()}`,
    secretAccessKey: env['AWS_SECRET_ACCESS_KEY'] ?? randomBytes(30).toString('base64url'),
  })
  const buckets = list('S3_BUCKET_NAME')
  const configurationSets = list('AWS_CONFIGURATION_SET_NAME')
  return {
    ...defaults,
    ...readTopics(list('AWS_SNS_TOPIC_ARNS'), defaults),
    sessionToken: env['AWS_SESSION_TOKEN'] ?? null,
    region: env['AWS_REGION'] ?? defaults.region,
    originationIdentities: [FIRST_SENDER, ...list('SNS_ORIGINATION_NUMBER'), ...(anySender ? ['*'] : [])],
    buckets: buckets.length > 0 ? buckets : defaults.buckets,
    configurationSets: configurationSets.length > 0 ? configurationSets : defaults.configurationSets,
    eventsUrl: env['SIMULATOR_AWS_EVENTS_URL'] ?? null,
  }
}

// The first topic takes the events, the second the two-way messages; one alone takes both.
function readTopics(
  arns: string[],
  { accountId, eventsTopic, inboundTopic }: Settings,
): Pick<Settings, 'accountId' | 'eventsTopic' | 'inboundTopic'> {
  const [first, second = first] = arns.map((arn) => TOPIC_ARN.exec(arn))
  return {
    accountId: first?.[1] ?? accountId,
    eventsTopic: first?.[2] ?? eventsTopic,
    inboundTopic: second?.[2] ?? inboundTopic,
  }
}
