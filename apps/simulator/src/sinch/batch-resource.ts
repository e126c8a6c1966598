import type { Answer } from '../core/ending.ts'
import { emptyAnswer, jsonAnswer } from './answer.ts'
import { type Batch, toResource } from './batch.ts'
import type { Call } from './call.ts'
import { QUEUED, stateOf } from './codes.ts'
import { enterState } from './life.ts'
import type { Sinch } from './sinch.ts'

const CANCELLED_CODE = 407

/** Shows one batch. */
export function fetchBatch(sinch: Sinch, call: Call): Answer {
  const batch = findBatch(sinch, call)
  return batch ? jsonAnswer(200, toResource(batch)) : emptyAnswer(404)
}

/** Cancels what is still queued or scheduled; messages that were dispatched go on. Cancelling twice changes nothing more. */
export function cancelBatch(sinch: Sinch, call: Call): Answer {
  const batch = findBatch(sinch, call)
  if (!batch) return emptyAnswer(404)
  if (!batch.canceled) {
    batch.canceled = true
    batch.modifiedAt = Date.now()
    for (const message of batch.messages.filter(({ status }) => status === QUEUED.status)) {
      sinch.lives.stop(message)
      void enterState(sinch, message, { state: stateOf(CANCELLED_CODE), isLast: true })
    }
  }
  return jsonAnswer(200, toResource(batch))
}

/** The batch that a request names. */
export function findBatch(sinch: Sinch, { ids }: Pick<Call, 'ids'>): Batch | undefined {
  return sinch.batches.find(ids[0] ?? '')
}
