import type { CarrierCore } from '../core/carrier.ts'
import { createNumberFaults, type NumberFaults } from '../core/fault-numbers.ts'
import { createLives } from '../core/lives.ts'
import { createMediaStore, type MediaStore } from '../core/media-store.ts'
import { createReports } from '../core/reports.ts'
import { behaviourOf } from '../numbers.ts'
import { createCallbacks } from './callbacks.ts'
import { type Consent, createConsent } from './consent.ts'
import type { Message } from './message.ts'
import { createMessageStore, type MessageStore } from './message-store.ts'
import type { Settings } from './settings.ts'
import { createWalker, type Walker } from './walker.ts'

/** One simulated Twilio account. */
export type Twilio = CarrierCore & {
  accountSid: string
  createdAt: number
  settings: () => Settings
  messages: MessageStore
  media: MediaStore
  walker: Walker
  consent: Consent
  numberFaults: NumberFaults
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
  const callbacks = createCallbacks({ reports: createReports({ ...core, isKept }), settings })
  const consent = createConsent(settings)
  const lives = createLives<Message>(core)
  const walker = createWalker({ ...core, settings, media, lives, callbacks, consent })
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
    numberFaults: createNumberFaults(behaviourOf),
  }
}
