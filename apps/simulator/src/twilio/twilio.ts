import type { Faults } from '../core/faults.ts'
import type { Ledger } from '../core/ledger.ts'
import type { Outbound } from '../core/outbound.ts'
import type { Timers } from '../core/timers.ts'
import { createCallbacks } from './callbacks.ts'
import { type Consent, createConsent } from './consent.ts'
import { createMediaStore, type MediaStore } from './media-store.ts'
import type { Message } from './message.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import type { Settings } from './settings.ts'
import { createWalker, type Walker } from './walker.ts'

/** What the simulator's shared core lends to a carrier. */
export type CarrierCore = { timers: Timers; outbound: Outbound; ledger: Ledger; faults: Faults }

/** One simulated Twilio account. */
export type Twilio = CarrierCore & {
  accountSid: string
  createdAt: number
  settings: () => Settings
  messages: MessageStore
  media: MediaStore
  walker: Walker
  consent: Consent
  /** Counts creates per recipient, for numbers that are struck every other time. */
  createsTo: Map<string, number>
}

/** What makes one account differ from another. */
export type TwilioOptions = {
  accountSid: string
  settings: () => Settings
  maxMessages: number
  maxMediaBytes: number
}

/** Wires an account without messages. */
export function buildTwilio(core: CarrierCore, options: TwilioOptions): Twilio {
  const { accountSid, settings } = options
  const media = createMediaStore(options.maxMediaBytes)
  const isKept = (message: Message): boolean => messages.find(message.sid) === message
  const callbacks = createCallbacks({ ...core, settings, isKept })
  const consent = createConsent(settings)
  const walker = createWalker({ ...core, settings, media, callbacks, consent })
  const messages = createMessageStore(options.maxMessages, walker.stop)
  return {
    ...core,
    accountSid,
    createdAt: Date.now(),
    settings,
    messages,
    media,
    walker,
    consent,
    createsTo: new Map(),
  }
}
