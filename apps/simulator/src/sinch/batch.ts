import type { MessageFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { isFinal, QUEUED, type ReportStatus } from './codes.ts'
import type { Draft } from './draft.ts'

/** One batch as XMS keeps it: what was asked for, and a message to each recipient. Times are epoch milliseconds. */
export type Batch = Draft & {
  id: string
  canceled: boolean
  createdAt: number
  modifiedAt: number
  /** Until then the lists do not show the batch. */
  listedFrom: number
  messages: Message[]
}

/** One recipient's message. */
export type Message = {
  batch: Batch
  /** Digits without plus. */
  recipient: string
  status: ReportStatus
  code: number
  /** When it came to this status. */
  at: number
  /** The operator's own time of the end; null before. */
  operatorStatusAt: number | null
  /** The plan's default sender, when the batch named none. */
  appliedOriginator: string | null
  ledger: LedgerEntry
  faults: MessageFaults
}

/** What a batch is made of besides the request. */
export type BatchOrigin = { id: string; now: number; ledger: LedgerEntry; defaultOriginator: string | null }

/** Makes a batch whose messages are accepted and not yet moved. Faults are drawn once for all of its messages. */
export function newBatch(draft: Draft, origin: BatchOrigin, faults: MessageFaults): Batch {
  const { id, now, ledger } = origin
  const batch: Batch = {
    ...draft,
    id,
    canceled: false,
    createdAt: now,
    modifiedAt: now,
    listedFrom: now + faults.listLagMs,
    messages: [],
  }
  const appliedOriginator = draft.from === null ? origin.defaultOriginator : null
  batch.messages = draft.to.map((recipient) => ({
    batch,
    recipient,
    ...QUEUED,
    at: now,
    operatorStatusAt: null,
    appliedOriginator,
    ledger,
    faults,
  }))
  return batch
}

/** True when every message of the batch has come to its end. */
export function isOver(batch: Batch): boolean {
  return batch.messages.every(({ status }) => isFinal(status))
}

/** The batch as the API shows it, in XMS's key order; what was not given is left out. */
export function toResource(batch: Batch): object {
  return {
    id: batch.id,
    to: batch.to,
    ...given('from', batch.from),
    canceled: batch.canceled,
    ...given('parameters', batch.parameters),
    body: batch.body,
    type: batch.type,
    created_at: toIso(batch.createdAt),
    modified_at: toIso(batch.modifiedAt),
    delivery_report: batch.deliveryReport,
    send_at: toIso(batch.sendAt),
    expire_at: toIso(batch.expireAt),
    ...given('callback_url', batch.callbackUrl),
    ...given('client_reference', batch.clientReference),
    feedback_enabled: batch.feedbackEnabled,
    ...(batch.type === 'mt_media' ? { strict_validation: batch.strictValidation } : {}),
  }
}

/** A time as XMS writes it: ISO 8601 in UTC with milliseconds. */
export function toIso(timeMs: number): string {
  return new Date(timeMs).toISOString()
}

function given(name: string, value: unknown): Record<string, unknown> {
  return value === null ? {} : { [name]: value }
}
