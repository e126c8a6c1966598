import { z } from 'zod'
import { batchIdPattern } from './read-batch.ts'
import { readNumber } from './read-number.ts'

/** A delivery report about a batch of one message, as far as it is believed. */
export type SinchReport = {
  readonly batchId: string
  /** Absent where the report lists no message yet. */
  readonly fate?: { readonly word: string; readonly code?: number }
  /** The sender that Sinch chose, where we left the choice to it. */
  readonly from?: string
}

/**
 * Reads a delivery report: per recipient, or one that counts recipients by status (summary and full). Undefined for
 * anything else, and for a report about several messages: ours are batches of one.
 */
export function readReport(json: unknown): SinchReport | undefined {
  const single = recipientReport.safeParse(json)
  if (single.success) {
    const { batch_id: batchId, applied_originator: originator } = single.data
    const from = readNumber(originator)
    return { batchId, fate: fateOf(single.data), ...(from === undefined ? {} : { from }) }
  }
  const counted = countedReport.safeParse(json)
  if (!counted.success) return undefined
  const { batch_id: batchId, statuses } = counted.data
  const [first, ...others] = statuses.filter(({ count }) => count > 0)
  if (others.length > 0 || (first?.count ?? 0) > 1) return undefined
  return first === undefined ? { batchId } : { batchId, fate: fateOf(first) }
}

/** True for what comes in from a phone, which Sinch posts in the same way. */
export function isInboundType(json: unknown): boolean {
  return inboundType.safeParse(json).success
}

function fateOf({ status, code }: z.infer<typeof fate>): NonNullable<SinchReport['fate']> {
  return { word: status, ...(code === undefined ? {} : { code }) }
}

const fate = z.object({
  status: z.string().max(32),
  code: z.int().min(0).max(999_999).optional().catch(undefined),
})

const batchId = z.string().regex(batchIdPattern)

const recipientReport = fate.extend({
  type: z.enum(['recipient_delivery_report_mms', 'recipient_delivery_report_sms']),
  batch_id: batchId,
  applied_originator: z.string().optional().catch(undefined),
})

const countedReport = z.object({
  type: z.enum(['delivery_report_mms', 'delivery_report_sms']),
  batch_id: batchId,
  statuses: z.array(fate.extend({ count: z.int().min(0).catch(1) })).max(100),
})

const inboundType = z.object({ type: z.string().startsWith('mo_') })
