import { z } from 'zod'

const ms = z.int().min(0).max(3_600_000)
const token = z.string().min(1).max(2_000)
const name = z.string().min(1).max(256)
const usd = z.number().min(0).max(1_000_000)
const webUrl = z.string().regex(/^https?:\/\/\S+$/)
const topicName = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/)

/** IAM actions that can be denied. */
export const DENIABLE_ACTIONS = [
  'sms-voice:SendMediaMessage',
  's3:GetObject',
  's3:PutObject',
  's3:DeleteObject',
  's3:ListBucket',
] as const

/** How a forged notification lies: a signature that does not hold, another customer's topic, a foreign certificate. */
export const FORGERIES = ['signature', 'topic', 'certificate'] as const

/** Everything about the simulated account that may change while it runs. */
export const settingsSchema = z.strictObject({
  accessKeyId: z.string().regex(/^\w{1,128}$/),
  secretAccessKey: token,
  /** Of temporary credentials; null refuses requests that bring one. */
  sessionToken: token.nullable(),
  accountId: z.string().regex(/^\d{12}$/),
  region: z.string().regex(/^[a-z]{2,3}(-[a-z]+)+-\d$/),
  accountStatus: z.enum(['active', 'disabled', 'low_reputation']),
  /** Actions that the caller's IAM policy does not allow. */
  deniedActions: z.array(z.enum(DENIABLE_ACTIONS)),
  /** Numbers, ids, ARNs and pools to send from; `*` stands for any. */
  originationIdentities: z.array(name).max(10_000),
  /** `*` stands for any. Without one in a send there are no events. */
  configurationSets: z.array(name).max(1_000),
  /** Numbers that do not begin so are refused: AWS sends MMS to the US and Canada only. */
  destinationPrefixes: z.array(name).max(1_000),
  /** A sandboxed account sends to verified numbers only. */
  sandbox: z.boolean(),
  verifiedNumbers: z.array(name).max(10),
  /** More spent since the start or reset is refused; null is no limit. */
  monthlySpendLimitUsd: usd.nullable(),
  price: z.strictObject({ messageUsd: usd, carrierFeeUsd: usd }),
  /** More sends within one second are throttled; 0 is no limit. */
  messagesPerSecond: z.int().min(0).max(100_000),
  /** Leaves STOP to the customer, as `SelfManagedOptOutsEnabled`. */
  selfManagedOptOuts: z.boolean(),
  buckets: z.array(z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/)).max(100),
  /** Whether a media problem refuses the send, or ends the accepted message. */
  mediaChecks: z.enum(['send', 'delivery']),
  /** Writes exceptions as `namespace#Name`, as AWS does with some of its clients; off is the bare name. */
  qualifiedErrors: z.boolean(),
  /** How long a message stays in each state. */
  delays: z.strictObject({ acceptedMs: ms, queuedMs: ms, pendingMs: ms, successfulMs: ms }),
  /** Marks MEDIA_SUCCESSFUL as final although MEDIA_DELIVERED may follow. */
  successfulIsFinal: z.boolean(),
  /** What the events of a message without media begin with; AWS does not say which. */
  textOnlyEvents: z.enum(['MEDIA', 'TEXT']),
  /** Numbers that begin so are never reported further than MEDIA_SUCCESSFUL. */
  successfulOnlyPrefixes: z.array(name).max(1_000),
  /** HTTP or HTTPS subscription of the topic of delivery events; null publishes to nobody. */
  eventsUrl: webUrl.nullable(),
  /** The same for the topic of two-way messages; null is `eventsUrl`. */
  inboundUrl: webUrl.nullable(),
  eventsTopic: topicName,
  inboundTopic: topicName,
  signatureVersion: z.enum(['1', '2']),
  /** Host of SigningCertURL, SubscribeURL and UnsubscribeURL; null is the address that the simulator listens on. */
  publicUrl: webUrl.nullable(),
  notifications: z.strictObject({
    /** When off, a subscription counts as confirmed from the beginning. */
    confirm: z.boolean(),
    /** How long SubscribeURL is waited for before an event is given up. */
    confirmWithinMs: ms,
    answerTimeoutMs: z.int().min(100).max(15_000),
    retries: z.int().min(0).max(100),
    retryDelayMs: ms,
    forgery: z.enum(FORGERIES),
  }),
})

/** The settings in force. */
export type Settings = z.infer<typeof settingsSchema>

/** A change: any part of the settings; nested groups are merged field by field. */
export const settingsPatchSchema = settingsSchema
  .extend({
    price: settingsSchema.shape.price.partial(),
    delays: settingsSchema.shape.delays.partial(),
    notifications: settingsSchema.shape.notifications.partial(),
  })
  .partial()

/** The body of `PUT /__sim/aws/settings`. */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** Settings of a fresh account: an MMS is delivered after about 0.8 s, every retry takes as long as with SNS. */
export function defaultSettings(credentials: { accessKeyId: string; secretAccessKey: string }): Settings {
  return {
    ...credentials,
    sessionToken: null,
    accountId: '123456789012',
    region: 'us-east-1',
    accountStatus: 'active',
    deniedActions: [],
    originationIdentities: ['+15005550006'],
    configurationSets: ['*'],
    destinationPrefixes: ['+1'],
    sandbox: false,
    verifiedNumbers: [],
    monthlySpendLimitUsd: null,
    price: { messageUsd: 0.02, carrierFeeUsd: 0.0066 },
    messagesPerSecond: 0,
    selfManagedOptOuts: false,
    buckets: ['heliograph-media'],
    mediaChecks: 'send',
    qualifiedErrors: true,
    delays: { acceptedMs: 100, queuedMs: 150, pendingMs: 150, successfulMs: 400 },
    successfulIsFinal: true,
    textOnlyEvents: 'MEDIA',
    successfulOnlyPrefixes: [],
    eventsUrl: null,
    inboundUrl: null,
    eventsTopic: 'mms-events',
    inboundTopic: 'mms-inbound',
    signatureVersion: '2',
    publicUrl: null,
    notifications: {
      confirm: true,
      confirmWithinMs: 15_000,
      answerTimeoutMs: 15_000,
      retries: 3,
      retryDelayMs: 20_000,
      forgery: 'signature',
    },
  }
}

/** Applies a change; gives new settings and leaves the old ones as they were. Throws a ZodError on an invalid result. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    ...settings,
    ...patch,
    price: { ...settings.price, ...patch.price },
    delays: { ...settings.delays, ...patch.delays },
    notifications: { ...settings.notifications, ...patch.notifications },
  })
}

/** The ARN of one of the account's topics. */
export function topicArn({ region, accountId }: Settings, topic: string): string {
  return `arn:aws:sns:${region}:${accountId}:${topic}`
}
