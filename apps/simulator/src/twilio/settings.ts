import { z } from 'zod'

const ms = z.int().min(0).max(3_600_000)
const token = z.string().min(1).max(200)
const number = z.string().min(1).max(40)

/** Everything about the simulated account that may change while it runs. */
export const settingsSchema = z.strictObject({
  /** Signs callbacks and opens the API. */
  authToken: token,
  /** Opens the API as well, but signs nothing: Twilio's secondary token during a rotation. */
  secondaryAuthToken: token.nullable(),
  apiKeySid: z
    .string()
    .regex(/^SK[0-9a-fA-F]{32}$/)
    .nullable(),
  apiKeySecret: token.nullable(),
  accountStatus: z.enum(['active', 'suspended', 'closed']),
  /** A trial account sends to verified numbers only and prefixes every body. */
  trial: z.boolean(),
  verifiedNumbers: z.array(number).max(10_000),
  /** Numbers that the account may send from; `*` stands for any. */
  senders: z.array(number).max(10_000),
  /** Senders of each messaging service; null accepts any well-formed service with the first sender as its pool. */
  messagingServices: z.record(z.string().regex(/^MG[0-9a-fA-F]{32}$/), z.array(number).max(400)).nullable(),
  /** Where inbound messages are reported: the webhook of every sender. */
  inboundUrl: z
    .string()
    .regex(/^https?:\/\/\S+$/)
    .nullable(),
  /** How long a message stays in each status, and how long after delivery it has a price. */
  delays: z.strictObject({ acceptedMs: ms, queuedMs: ms, sendingMs: ms, sentMs: ms, priceMs: ms }),
  /** Numbers that begin so are never reported further than sent, as US long-code MMS often is. */
  sentOnlyPrefixes: z.array(number).max(1_000),
  callbackOnSending: z.boolean(),
  callbackErrorMessage: z.boolean(),
  /** Rewrites look-alike Unicode of every stored body, as a service with Smart Encoding does. */
  smartEncoding: z.boolean(),
  schedule: z.strictObject({
    minAheadMs: ms,
    maxAheadMs: z
      .int()
      .min(0)
      .max(35 * 86_400_000),
  }),
  media: z.strictObject({
    /** When off, media is counted and not fetched. */
    fetch: z.boolean(),
    /** When on, a failing HEAD fails the message. */
    headRequired: z.boolean(),
    connectTimeoutMs: z.int().min(100).max(10_000),
    readTimeoutMs: z.int().min(100).max(60_000),
    totalTimeoutMs: z.int().min(100).max(60_000),
    /** Text and all media together; more fails with 11751. */
    maxTotalBytes: z.int().min(1).max(100_000_000),
    /** One file that is not jpeg, png or gif; more ends undelivered with 30019. */
    maxOtherBytes: z.int().min(1).max(100_000_000),
  }),
  /** Requests in flight beyond this are answered 429 with code 20429; 0 is no limit. */
  maxConcurrentRequests: z.int().min(0).max(100_000),
})

/** The settings in force. */
export type Settings = z.infer<typeof settingsSchema>

/** A change: any part of the settings; nested groups are merged field by field. */
export const settingsPatchSchema = settingsSchema
  .extend({
    delays: settingsSchema.shape.delays.partial(),
    schedule: settingsSchema.shape.schedule.partial(),
    media: settingsSchema.shape.media.partial(),
  })
  .partial()

/** The body of `PUT /__sim/settings`. */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** Settings of a fresh simulator: an MMS is delivered after about 0.7 s. */
export function defaultSettings(authToken: string): Settings {
  return {
    authToken,
    secondaryAuthToken: null,
    apiKeySid: null,
    apiKeySecret: null,
    accountStatus: 'active',
    trial: false,
    verifiedNumbers: [],
    senders: ['+15005550006'],
    messagingServices: null,
    inboundUrl: null,
    delays: { acceptedMs: 100, queuedMs: 150, sendingMs: 150, sentMs: 400, priceMs: 500 },
    sentOnlyPrefixes: [],
    callbackOnSending: false,
    callbackErrorMessage: false,
    smartEncoding: false,
    schedule: { minAheadMs: 300_000, maxAheadMs: 35 * 86_400_000 },
    media: {
      fetch: true,
      headRequired: true,
      connectTimeoutMs: 5_000,
      readTimeoutMs: 10_000,
      totalTimeoutMs: 15_000,
      maxTotalBytes: 5_000_000,
      maxOtherBytes: 600_000,
    },
    maxConcurrentRequests: 0,
  }
}

/** Applies a change; gives new settings and leaves the old ones as they were. Throws a ZodError on an invalid result. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    ...settings,
    ...patch,
    delays: { ...settings.delays, ...patch.delays },
    schedule: { ...settings.schedule, ...patch.schedule },
    media: { ...settings.media, ...patch.media },
  })
}
