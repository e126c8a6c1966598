import type { Answer } from '../core/ending.ts'
import { readMsisdn } from './address.ts'
import { emptyAnswer, jsonAnswer } from './answer.ts'
import { findBatch } from './batch-resource.ts'
import type { Call } from './call.ts'
import { readStateFilter } from './list-delivery-reports.ts'
import { batchReport, recipientReport } from './report-body.ts'
import type { Sinch } from './sinch.ts'

/** How many messages of a batch are in which state; `type=full` adds to whom. An unknown type is not found, as with XMS. */
export function fetchBatchReport(sinch: Sinch, call: Call): Answer {
  const batch = findBatch(sinch, call)
  const type = call.query.get('type') ?? 'summary'
  if (!batch || (type !== 'summary' && type !== 'full')) return emptyAnswer(404)
  return jsonAnswer(200, batchReport(batch, type === 'full', readStateFilter(call.query)))
}

/** The state of one recipient's message. */
export function fetchRecipientReport(sinch: Sinch, call: Call): Answer {
  const recipient = readMsisdn((call.ids[1] ?? '').replace(/^%2B/i, '+'))
  const message = findBatch(sinch, call)?.messages.find((one) => one.recipient === recipient)
  return message ? jsonAnswer(200, recipientReport(message)) : emptyAnswer(404)
}
