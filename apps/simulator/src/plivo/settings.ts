import { z } from 'zod'

const ms = z.int().min(0).max(3_600_000)
const token = z.string().min(1).max(200)
const number = z.string().min(1).max(40)
const bytes = z.int().min(1).max(100_000_000)

/** Everything about the simulated account that may change while it runs. */
export const settingsSchema = z.strictObject({
  /** Opens the API and signs callbacks. */
  authToken: token,
  /** A second active token, as during a rotation: opens the API, and every signature header lists a signature of it too. */
  secondaryAuthToken: token.nullable(),
  /** The main account's token, when this is a subaccount: signs the `Ma` headers. Null: this is the main account. */
  mainAuthToken: token.nullable(),
  /** Which signature headers callbacks carry. */
  signatures: z.strictObject({ v2: z.boolean(), v3: z.boolean() }),
  /** An unverified account is refused with 403 wherever it wants to send. */
  accountStatus: z.enum(['active', 'unverified']),
  /** Numbers that the account may send from; `*` stands for any. */
  senders: z.array(number).max(10_000),
  /** Senders of each powerpack; null accepts any UUID with the first sender as its pool. */
  powerpacks: z.record(z.uuid(), z.array(number).max(400)).nullable(),
  /** Where inbound messages are reported: the message URL of every sender's application. */
  inboundUrl: z
    .string()
    .regex(/^https?:\/\/\S+$/)
    .nullable(),
  /** How long until the first callback, and how long a message stays in each status. */
  delays: z.strictObject({ acceptedMs: ms, queuedMs: ms, sentMs: ms }),
  /** How long one of Plivo's seconds lasts here: scales `message_expiry` and the pauses between callback tries. */
  timeScale: z.number().min(0.000_1).max(10),
  /** Numbers that begin so are never reported further than sent. */
  sentOnlyPrefixes: z.array(number).max(1_000),
  media: z.strictObject({
    /** When off, media is counted and not fetched. */
    fetch: z.boolean(),
    connectTimeoutMs: z.int().min(100).max(10_000),
    readTimeoutMs: z.int().min(100).max(60_000),
    totalTimeoutMs: z.int().min(100).max(60_000),
    /** One file; more fails with 120. */
    maxFileBytes: bytes,
    /** Text and all files together; as much or more fails with 120. */
    maxTotalBytes: bytes,
  }),
  /** Requests beyond this within five seconds are answered 429; 0 is no limit. Plivo's own is 300. */
  maxRequestsPer5s: z.int().min(0).max(1_000_000),
  /** Requests in flight beyond this are answered 429; 0 is no limit. Plivo's own is 100. */
  maxConcurrentRequests: z.int().min(0).max(100_000),
})

/** The settings in force. */
export type Settings = z.infer<typeof settingsSchema>

/** The body of `PUT /__sim/plivo/settings`: any part of the settings; nested groups are merged field by field. */
export const settingsPatchSchema = settingsSchema
  .extend({
    signatures: settingsSchema.shape.signatures.partial(),
    delays: settingsSchema.shape.delays.partial(),
    media: settingsSchema.shape.media.partial(),
  })
  .partial()

/** A change of the settings. */
export type SettingsPatch = z.infer<typeof settingsPatchSchema>

/** Settings of a fresh account: an MMS is delivered after about 0.6 s. */
export function defaultSettings(authToken: string): Settings {
  return {
    authToken,
    secondaryAuthToken: null,
    mainAuthToken: null,
    signatures: { v2: true, v3: true },
    accountStatus: 'active',
    senders: ['+15005550006'],
    powerpacks: null,
    inboundUrl: null,
    delays: { acceptedMs: 20, queuedMs: 200, sentMs: 400 },
    timeScale: 1,
    sentOnlyPrefixes: [],
    media: {
      fetch: true,
      connectTimeoutMs: 5_000,
      readTimeoutMs: 10_000,
      totalTimeoutMs: 15_000,
      maxFileBytes: 2_000_000,
      maxTotalBytes: 5_000_000,
    },
    maxRequestsPer5s: 0,
    maxConcurrentRequests: 0,
  }
}

/** Applies a change; gives new settings and leaves the old ones as they were. Throws a ZodError on an invalid result. */
export function mergeSettings(settings: Settings, patch: SettingsPatch): Settings {
  return settingsSchema.parse({
    ...settings,
    ...patch,
    signatures: { ...settings.signatures, ...patch.signatures },
    delays: { ...settings.delays, ...patch.delays },
    media: { ...settings.media, ...patch.media },
  })
}

/** The senders of a powerpack; undefined when there is no such powerpack. */
export function poolOf({ powerpacks, senders }: Settings, powerpackId: string): string[] | undefined {
  return powerpacks === null ? senders : powerpacks[powerpackId]
}
