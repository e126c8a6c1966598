import { readJson } from '../http/read-json.ts'
import type { CallbackReading, CallbackRequest } from '../provider.ts'
import { checkWebhook } from './check-webhook.ts'
import { isInboundType, readReport } from './read-report.ts'
import type { WebhookProof } from './settings.ts'
import { readStatus } from './status.ts'

/**
 * Reads a delivery report. Nothing in it is used before it is proven to be Sinch's; where nothing can prove that, it is a
 * hint to ask Sinch about the batch it names. A signed one verifies for a day, so the caller relies on ranks only rising.
 * `nowMs` is epoch time. Never throws.
 */
export function readCallback(proof: WebhookProof, request: CallbackRequest, nowMs: number): CallbackReading {
  const check = checkWebhook(proof, request, nowMs)
  if (check.kind === 'forged') return check
  const json = readJson(request.rawBody.toString('utf8'))
  if (isInboundType(json)) return { kind: 'nothing', reason: 'an inbound message' }
  const report = readReport(json)
  if (report === undefined) return { kind: 'malformed', reason: 'no delivery report of one message' }
  const { batchId: providerId, fate, from } = report
  if (check.kind === 'unproven') return { kind: 'hint', providerId }
  const reading = fate === undefined ? undefined : readStatus(fate.word, fate.code)
  // Refused, it would be lost for good: a status that Sinch adds later is left to the look-ups.
  if (reading === undefined) return { kind: 'nothing', reason: 'no status that is known' }
  return {
    kind: 'receipt',
    receipt: { source: 'callback', providerId, ...reading, ...(from === undefined ? {} : { from }) },
  }
}
