import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { CancelOutcome } from '../provider.ts'
import { askReport, isNotFound } from './look-up.ts'
import { batchIdPattern, readBatch } from './read-batch.ts'
import { readReport } from './read-report.ts'
import type { SinchApi } from './sinch-api.ts'

const maxResponseBytes = 256 * 1024

/**
 * Cancels a batch. Sinch says yes to every batch it knows and stops only what still waits in its queue, so its report is
 * asked whether the message had left before. Idempotent: whatever stays open is answered by asking again.
 */
export async function cancelBatch(
  api: SinchApi,
  batchId: string,
  signal: AbortSignal,
): Promise<CancelOutcome> {
  if (!batchIdPattern.test(batchId)) return { kind: 'too_late' }
  const result = await api.call({ method: 'DELETE', path: `/batches/${batchId}`, maxResponseBytes }, signal)
  if (isNotFound(result)) return { kind: 'too_late' }
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const batch = readBatch(readJson(result.body))
  if (batch?.id !== batchId) return { kind: 'unavailable', detail: 'invalid_response' }
  return batch.isCanceled ? confirm(api, batchId, signal) : { kind: 'too_late' }
}

async function confirm(api: SinchApi, batchId: string, signal: AbortSignal): Promise<CancelOutcome> {
  const result = await askReport(api, batchId, signal)
  if (isNotFound(result)) return { kind: 'canceled' }
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const report = readReport(readJson(result.body))
  if (report?.batchId !== batchId) return { kind: 'unavailable', detail: 'invalid_response' }
  return stillHere.has(report.fate?.word) ? { kind: 'canceled' } : { kind: 'too_late' }
}

/** What a report says of a message that had not left: nothing at all, or that it was stopped or still waits to be. */
const stillHere: ReadonlySet<string | undefined> = new Set([undefined, 'Queued', 'Cancelled'])
