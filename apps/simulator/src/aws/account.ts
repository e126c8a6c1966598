import { type BoundedMap, createBoundedMap } from '../core/bounded-map.ts'
import type { CarrierCore } from '../core/carrier.ts'
import { createNumberFaults, type NumberFaults } from '../core/fault-numbers.ts'
import { createLives, type Lives } from '../core/lives.ts'
import { createOptOuts, type OptOuts } from '../core/opt-outs.ts'
import { createEvents, type Events } from './events.ts'
import { KEYWORDS } from './keywords.ts'
import type { Message } from './message.ts'
import { behaviourOf } from './numbers.ts'
import { createRate, type Rate } from './rate.ts'
import { createObjectStore, type ObjectStore } from './s3/object-store.ts'
import type { Settings } from './settings.ts'
import type { SnsUrl } from './sns/sns-url.ts'
import { createSubscriptions, type Subscriptions } from './sns/subscriptions.ts'

/** One simulated AWS account in one region. */
export type Aws = CarrierCore & {
  settings: () => Settings
  snsUrl: SnsUrl
  messages: BoundedMap<string, Message>
  objects: ObjectStore
  optOuts: OptOuts
  numberFaults: NumberFaults
  lives: Lives<Message>
  subscriptions: Subscriptions
  events: Events
  rate: Rate
  /** Spent since the start or the last reset. */
  spending: { micros: number }
}

/** What makes one account differ from another. */
export type AwsOptions = {
  settings: () => Settings
  snsUrl: SnsUrl
  maxMessages: number
  maxMediaBytes: number
}

/** Wires an account without messages, objects and subscriptions. */
export function buildAws(core: CarrierCore, options: AwsOptions): Aws {
  const { settings, snsUrl } = options
  const lives = createLives<Message>(core)
  const messages = createBoundedMap<string, Message>(options.maxMessages, lives.stop)
  const subscriptions = createSubscriptions({ ...core, settings, snsUrl })
  const isKept = (message: Message): boolean => messages.get(message.id) === message
  return {
    ...core,
    settings,
    snsUrl,
    messages,
    objects: createObjectStore(options.maxMediaBytes),
    optOuts: createOptOuts(KEYWORDS),
    numberFaults: createNumberFaults(behaviourOf),
    lives,
    subscriptions,
    events: createEvents({ ...core, settings, snsUrl, subscriptions, isKept }),
    rate: createRate(),
    spending: { micros: 0 },
  }
}

/** Back to the state of a fresh start, settings aside. */
export function clearAws(aws: Aws): void {
  aws.lives.stopAll()
  aws.messages.clear()
  aws.objects.clear()
  aws.optOuts.clear()
  aws.numberFaults.clear()
  aws.subscriptions.clear()
  aws.spending.micros = 0
}
