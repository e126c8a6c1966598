import { z } from 'zod'
import type { HttpResult } from '../http/http-client.ts'
import { readJson } from '../http/read-json.ts'
import { unavailable } from '../http/unavailable.ts'
import type { LookUp } from '../provider.ts'
import { batchIdPattern, readBatch } from './read-batch.ts'
import { readReport } from './read-report.ts'
import type { SinchApi } from './sinch-api.ts'
import { readStatus } from './status.ts'

const maxResponseBytes = 256 * 1024

/**
 * Asks Sinch for the delivery report of one batch. A report can lag behind its batch, so without one the batch itself is
 * asked for: `absent` only when neither exists, in Sinch's own words. Idempotent, not repeated here.
 */
export async function lookUp(api: SinchApi, batchId: string, signal: AbortSignal): Promise<LookUp> {
  if (!batchIdPattern.test(batchId)) return { kind: 'absent' }
  const result = await askReport(api, batchId, signal)
  if (isNotFound(result)) return lookUpBatch(api, batchId, signal)
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const report = readReport(readJson(result.body))
  if (report?.batchId !== batchId) return { kind: 'unavailable', detail: 'invalid_response' }
  // A word that Sinch adds later must not make a message look lost: its report is proof enough.
  const reading = readStatus(report.fate?.word ?? '', report.fate?.code) ?? { status: 'submitted' as const }
  return { kind: 'found', message: { providerId: batchId, ...reading } }
}

/** The end of asking for the full delivery report of a batch. */
export function askReport(api: SinchApi, batchId: string, signal: AbortSignal): Promise<HttpResult> {
  return api.call(
    { method: 'GET', path: `/batches/${batchId}/delivery_report?type=full`, maxResponseBytes },
    signal,
  )
}

async function lookUpBatch(api: SinchApi, batchId: string, signal: AbortSignal): Promise<LookUp> {
  const result = await api.call({ method: 'GET', path: `/batches/${batchId}`, maxResponseBytes }, signal)
  if (isNotFound(result)) return { kind: 'absent' }
  if (result.kind !== 'response' || result.status !== 200) return unavailable(result)
  const batch = readBatch(readJson(result.body))
  if (batch?.id !== batchId) return { kind: 'unavailable', detail: 'invalid_response' }
  const from = batch.from === undefined ? {} : { from: batch.from }
  return { kind: 'found', message: { providerId: batchId, status: 'submitted', ...from } }
}

/** True for a 404 of Sinch itself, with an error body or none: a page of some other server comes from a wrong address. */
export function isNotFound(result: HttpResult): boolean {
  if (result.kind !== 'response' || result.status !== 404) return false
  return result.body === '' || ownError.safeParse(readJson(result.body)).success
}

const ownError = z.union([z.object({ code: z.string() }), z.object({ error: z.object({}) })])
