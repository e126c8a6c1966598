import { type BoundedMap, createBoundedMap } from '../core/bounded-map.ts'
import type { CarrierCore } from '../core/carrier.ts'
import { createNumberFaults, type NumberFaults } from '../core/fault-numbers.ts'
import { createLives } from '../core/lives.ts'
import { createMediaStore, type MediaStore } from '../core/media-store.ts'
import { createReports } from '../core/reports.ts'
import { createCallbacks } from './callbacks.ts'
import { type Consent, createConsent } from './consent.ts'
import { createWalker, type Walker } from './life.ts'
import type { Message } from './message.ts'
import { behaviourOf } from './numbers.ts'
import { createRate, type Rate } from './rate.ts'
import type { Settings } from './settings.ts'

/** One simulated Plivo account. */
export type Plivo = CarrierCore & {
  authId: string
  settings: () => Settings
  /** By UUID, oldest first. */
  messages: BoundedMap<string, Message>
  media: MediaStore
  walker: Walker
  consent: Consent
  numberFaults: NumberFaults
  rate: Rate
}

/** What makes one account differ from another. */
export type PlivoOptions = {
  authId: string
  settings: () => Settings
  maxMessages: number
  maxMediaBytes: number
}

/** Wires an account without messages. */
export function buildPlivo(core: CarrierCore, options: PlivoOptions): Plivo {
  const { authId, settings } = options
  const media = createMediaStore(options.maxMediaBytes)
  const isKept = (message: Message): boolean => messages.get(message.uuid) === message
  const callbacks = createCallbacks({ reports: createReports({ ...core, isKept }), settings })
  const consent = createConsent(settings)
  const lives = createLives<Message>(core)
  const walker = createWalker({ ...core, settings, media, lives, callbacks, consent })
  const messages = createBoundedMap<string, Message>(options.maxMessages, walker.stop)
  const numberFaults = createNumberFaults(behaviourOf)
  return {
    ...core,
    authId,
    settings,
    messages,
    media,
    walker,
    consent,
    numberFaults,
    rate: createRate(settings),
  }
}
