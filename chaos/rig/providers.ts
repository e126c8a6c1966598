import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { SimulatorControl } from './simulator.ts'

/** Addresses in the rig, without a slash at the end. `front` and `provider` are proxies, `simulator` is past every proxy. */
export type RigUrls = Readonly<Record<'front' | 'provider' | 'simulator', string>>

/** What differs between the providers in the rig. */
export type ChaosProvider = {
  readonly name: ProviderName
  /** A simulated account, always the same, and times that only this provider needs shorter. */
  readonly env: Readonly<Record<string, string>>
  /** Media of every message of the load. */
  readonly mediaUrls: (urls: RigUrls) => readonly string[]
  /** Sets up the simulated account before the load. */
  readonly introduce?: (simulator: SimulatorControl, urls: RigUrls) => Promise<void>
  /**
   * True when the carrier can be asked: its list proves what became of a lost answer, its look-up what lost callbacks
   * would have said. Otherwise nothing is known but what it told us, and the invariants ask for exactly that.
   */
  readonly canBeAsked: boolean
  /** Most messages of a scenario that asks the carrier, unless the command line asks for more. */
  readonly maxMessages: number
  /** Messages a second of the baseline. */
  readonly baselineRate: number
  /** What a scenario's time until everything is quiet is longer by, in milliseconds. */
  readonly quietExtraMs: number
  /** Settings of the simulated account, each for another kind of forged callback. */
  readonly forgeries: readonly Readonly<Record<string, unknown>>[]
}

const number = '+15005550006'
const noMedia = () => []
const onePicture = ({ simulator }: RigUrls) => [`${simulator}/__sim/media/heliograph.png`]

/** Every provider, as the chaos suite drives it. */
export const chaosProviders: Readonly<Record<ProviderName, ChaosProvider>> = {
  twilio: {
    name: 'twilio',
    env: {
      TWILIO_ACCOUNT_SID: `AC${'1'.repeat(32)}`,
      TWILIO_AUTH_TOKEN: 'a'.repeat(32),
      TWILIO_PHONE_NUMBER: number,
    },
    mediaUrls: noMedia,
    canBeAsked: true,
    maxMessages: Number.POSITIVE_INFINITY,
    baselineRate: 150,
    quietExtraMs: 0,
    forgeries: [{}],
  },
  plivo: {
    name: 'plivo',
    env: {
      PLIVO_AUTH_ID: `MA${'CHAOS'.repeat(3)}123`,
      PLIVO_AUTH_TOKEN: 'b'.repeat(40),
      PLIVO_SENDER_NUMBER: number,
    },
    mediaUrls: noMedia,
    // Plivo repeats a callback after 60, 120 and 240 s.
    introduce: (simulator) => simulator.settings({ timeScale: 0.01 }),
    canBeAsked: true,
    // Plivo's list has no filter on numbers and is read 500 messages deep, for a window of five minutes. Beyond that it
    // proves nothing: what was not sent is never proven absent.
    maxMessages: 400,
    baselineRate: 150,
    quietExtraMs: 0,
    forgeries: [{}],
  },
  sinch: {
    name: 'sinch',
    env: {
      SINCH_SERVICE_PLAN_ID: 'c'.repeat(32),
      SINCH_API_TOKEN: 'd'.repeat(32),
      SINCH_NUMBER: number,
      SINCH_WEBHOOK_SECRET: 'e'.repeat(32),
    },
    mediaUrls: onePicture,
    canBeAsked: true,
    maxMessages: Number.POSITIVE_INFINITY,
    baselineRate: 150,
    quietExtraMs: 0,
    forgeries: [{}],
  },
  aws: {
    name: 'aws',
    env: {
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: `AKIA${'F'.repeat(16)}`,
      AWS_SECRET_ACCESS_KEY: 'g'.repeat(40),
      SNS_ORIGINATION_NUMBER: number,
      S3_BUCKET_NAME: 'heliograph-chaos-media',
      AWS_CONFIGURATION_SET_NAME: 'heliograph',
      AWS_SNS_TOPIC_ARNS: 'arn:aws:sns:us-east-1:123456789012:mms-events',
      // Without a list `at_least_once` waits for this time alone, once for every answer that is lost.
      RESEND_AFTER_MS: '10000',
    },
    mediaUrls: noMedia,
    introduce: async (simulator, { front, provider }) => {
      await simulator.settings({
        eventsUrl: `${front}/webhooks/aws/events`,
        // Certificate and SubscribeURL are fetched from the host that SIMULATOR_URL names, and from no other.
        publicUrl: provider,
        // SNS repeats three times, 20 s apart.
        notifications: { retries: 20, retryDelayMs: 500 },
      })
      await simulator.subscribe()
    },
    canBeAsked: false,
    maxMessages: Number.POSITIVE_INFINITY,
    // Four notifications a message, each signed by RSA: at more the simulator alone is what two cores are busy with.
    baselineRate: 110,
    // Of the last messages of `at_least_once` a few lose two answers or three, and wait for a blind resend after each.
    quietExtraMs: 10_000,
    forgeries: ['signature', 'topic', 'certificate'].map((forgery) => ({ notifications: { forgery } })),
  },
}
