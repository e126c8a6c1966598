import type { SuppressionRow } from '@heliograph/delivery/consent/suppression-queries'
import { maskNumber } from '@heliograph/delivery/history/mask-content'
import type { RemovedSuppression, SuppressionView } from '@heliograph/shared/contracts/suppressions'

/** Shows an opt-out; without `content:read` the recipient, the sender and notes of people are masked. */
export function viewSuppression(row: SuppressionRow, canReadContent: boolean): SuppressionView {
  const { isShared: shared, ...rest } = row
  const isNote = row.reason === 'api'
  return {
    ...rest,
    shared,
    recipient: canReadContent ? row.recipient : maskNumber(row.recipient),
    sender: canReadContent || row.sender === null ? row.sender : maskNumber(row.sender),
    detail: canReadContent || !isNote ? row.detail : null,
    createdAt: row.createdAt.toISOString(),
    removedAt: row.removedAt?.toISOString() ?? null,
    contentMasked: !canReadContent,
  }
}

/** What whoever lifts an opt-out has to know: lifting one that the carrier knows of does not move the carrier. */
export function carrierWarnings(row: SuppressionRow): RemovedSuppression['warnings'] {
  if (row.reason === 'api') return []
  const message =
    'the carrier goes on refusing messages to this recipient (Twilio 21610) until the recipient writes START'
  return [{ code: 'carrier_still_blocks', field: 'id', message }]
}
