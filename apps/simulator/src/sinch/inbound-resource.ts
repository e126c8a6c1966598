import type { Answer } from '../core/ending.ts'
import { emptyAnswer, jsonAnswer } from './answer.ts'
import type { Call } from './call.ts'
import { toInboundResource } from './inbound-body.ts'
import type { Sinch } from './sinch.ts'

/** Shows one message from a phone. */
export function fetchInbound(sinch: Sinch, { ids }: Call): Answer {
  const inbound = sinch.inbounds.get(ids[0] ?? '')
  return inbound ? jsonAnswer(200, toInboundResource(inbound)) : emptyAnswer(404)
}
