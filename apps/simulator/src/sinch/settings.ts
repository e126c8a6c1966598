import { z } from 'zod'

const ms = z.int().min(0).max(3_600_000)
const token = z.string().min(1).max(200)
const number = z.string().min(1).max(40)
const webUrl = z.string().regex(/^https?:\/\/\S+$/, 'is not an absolute http or https address')

/** Everything about the simulated service plan that may change while it runs. */
export const settingsSchema = z.strictObject({
  /** Opens the API as a bearer token. */
  apiToken: token,
  /** A blocked account refuses every batch with 403, `blocked_account`. */
  accountStatus: z.enum(['active', 'blocked']),
  /** Numbers that the plan may send from; `*` stands for any. */
  senders: z.array(number).max(10_000),
  /** The sender of a batch without `from`; without one such a batch is aborted with code 410. */
  defaultOriginator: number.nullable(),
  /** The plan's callback URL: inbound messages go there, and delivery reports of batches that name no other. */
  callbackUrl: webUrl.nullable(),
  /** Signs callbacks. Sinch switches it on per plan; null sends them unsigned. */
  hmacSecret: token.nullable(),
  /** Sent with every callback, as a plan with basic authentication does. */
  basicAuth: z.strictObject({ username: token, password: token }).nullable(),
  callbacks: z.strictObject({
    /** Sinch tries again after 5 s, 10 s, 20 s … ; these pauses are multiplied by this. */
    retryScale: z.number().min(0).max(1),
    retries: z.int().min(0).max(15),
    connectTimeoutMs: z.int().min(100).max(60_000),
    readTimeoutMs: z.int().min(100).max(60_000),
  }),
  /** How long a message is accepted before it is reported queued, then queued, then dispatched. */
  delays: z.strictObject({ acceptedMs: ms, queuedMs: ms, dispatchedMs: ms }),
  /** Rate at which the plan's queue is drained; 0 is no limit. */
  messagesPerSecond: z.number().min(0).max(10_000),
  /** Numbers that begin so are never reported further than dispatched. */
  sentOnlyPrefixes: z.array(number).max(1_000),
  /** Reject what is sent to a phone that wrote STOP to that sender, as consent handling in the US and Canada does. */
  blockOptedOut: z.boolean(),
  media: z.strictObject({
    /** When off, media is taken as good and not fetched. */
    fetch: z.boolean(),
    connectTimeoutMs: z.int().min(100).max(10_000),
    readTimeoutMs: z.int().min(100).max(60_000),
    totalTimeoutMs: z.int().min(100).max(60_000),
    /** More is aborted with code 414. */
    maxBytes: z.int().min(1).max(100_000_000),
    /** With `strict_validation`, more is rejected with code 415. */
    maxStrictBytes: z.int().min(1).max(100_000_000),
  }),
})

/** The settings in force. */
export type Settings = z.infer<typeof settingsSchema>

/** A change: any part of the settings; nested groups are merged field by field. */
export const settingsPatchSchema = settingsSchema
  .extend({
    callbacks: settingsSchema.shape.callbacks.partial(),
    delays: settingsSchema.shape.delays.partial(),
    media: settingsSchema.shape.media.partial(),
  })
  .partial()

/** The body of `PUT /__sim/sinch/settings`. */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** Settings of a fresh simulator: an MMS is delivered after about 0.7 s. */
export function defaultSettings(apiToken: string, hmacSecret: string | null): Settings {
  return {
    apiToken,
    accountStatus: 'active',
    senders: ['+15005550006'],
    defaultOriginator: null,
    callbackUrl: null,
    hmacSecret,
    basicAuth: null,
    callbacks: { retryScale: 0.02, retries: 15, connectTimeoutMs: 5_000, readTimeoutMs: 10_000 },
    delays: { acceptedMs: 50, queuedMs: 250, dispatchedMs: 400 },
    messagesPerSecond: 0,
    sentOnlyPrefixes: [],
    blockOptedOut: true,
    media: {
      fetch: true,
      connectTimeoutMs: 5_000,
      readTimeoutMs: 10_000,
      totalTimeoutMs: 15_000,
      maxBytes: 20_000_000,
      maxStrictBytes: 1_000_000,
    },
  }
}

/** Applies a change; gives new settings and leaves the old ones as they were. Throws a ZodError on an invalid result. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    ...settings,
    ...patch,
    callbacks: { ...settings.callbacks, ...patch.callbacks },
    delays: { ...settings.delays, ...patch.delays },
    media: { ...settings.media, ...patch.media },
  })
}
