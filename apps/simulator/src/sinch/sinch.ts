import { type BoundedMap, createBoundedMap } from '../core/bounded-map.ts'
import type { CarrierCore } from '../core/carrier.ts'
import { createNumberFaults, type NumberFaults } from '../core/fault-numbers.ts'
import { createLives, type Lives } from '../core/lives.ts'
import { createOptOuts, keywordTable, type OptOuts } from '../core/opt-outs.ts'
import { createReports, type Reports } from '../core/reports.ts'
import type { Message } from './batch.ts'
import { type BatchStore, createBatchStore } from './batch-store.ts'
import type { InboundMessage } from './inbound-body.ts'
import { behaviourOf } from './numbers.ts'
import { createPlanQueue, type PlanQueue } from './plan-queue.ts'
import type { Settings } from './settings.ts'

/** One simulated service plan. */
export type Sinch = CarrierCore & {
  servicePlanId: string
  settings: () => Settings
  batches: BatchStore
  inbounds: BoundedMap<string, InboundMessage>
  lives: Lives<Message>
  reports: Reports<Message>
  queue: PlanQueue
  optOuts: OptOuts
  numberFaults: NumberFaults
}

/** What makes one plan differ from another. */
export type SinchOptions = { servicePlanId: string; settings: () => Settings; maxMessages: number }

/** The keywords that stop and start what a sender may send. */
const KEYWORDS = keywordTable({
  STOP: ['STOP', 'STOPALL', 'UNSUBSCRIBE', 'CANCEL', 'END', 'QUIT'],
  START: ['START', 'UNSTOP'],
  HELP: ['HELP', 'INFO'],
})

/** Wires a plan without batches. */
export function buildSinch(core: CarrierCore, { servicePlanId, settings, maxMessages }: SinchOptions): Sinch {
  const lives = createLives<Message>(core)
  const batches = createBatchStore(maxMessages, ({ messages }) => messages.forEach(lives.stop))
  const isKept = ({ batch }: Message): boolean => batches.find(batch.id) === batch
  return {
    ...core,
    servicePlanId,
    settings,
    batches,
    inbounds: createBoundedMap(maxMessages, () => undefined),
    lives,
    reports: createReports<Message>({ ...core, isKept }),
    queue: createPlanQueue(settings),
    optOuts: createOptOuts(KEYWORDS),
    numberFaults: createNumberFaults(behaviourOf),
  }
}
