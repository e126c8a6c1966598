import { type Timeline, timeline } from '@heliograph/shared/contracts/timeline'
import { messageStatuses } from '@heliograph/shared/domain/status'
import { type Explain, viewMessage } from '../messages/message-view.ts'
import { findDefinition } from '../providers/registry.ts'
import { explainStatus } from './explain-status.ts'
import type { TimelineRow } from './find-timeline.ts'
import { listTimelineEntries } from './timeline-entries.ts'

/** What a timeline needs besides the row. With `isSimulated` no carrier's console knows the message. */
export type TimelineContext = {
  readonly explain: Explain
  readonly isSimulated: boolean
  /** How long `sent` stays open for a further receipt. */
  readonly sentFinalAfterMs: number
  /** When a lost answer that cannot be proven becomes `unknown`. */
  readonly unknownAfterMs: number
}

/** The story of a message as the API shows it: no numbers, no content. Throws when the row breaks the contract. */
export function viewTimeline(row: TimelineRow, context: TimelineContext): Timeline {
  const { explain, isSimulated, sentFinalAfterMs, unknownAfterMs } = context
  const { error, hold } = viewMessage(row, explain, false)
  const status = messageStatuses.find((name) => name === row.status)
  if (status === undefined) throw new Error(`message ${row.id} has a status that nobody knows`)
  const lost = row.events.findLast(({ type }) => type === 'attempt.ambiguous')
  const told = explainStatus({
    ...row,
    status,
    error,
    isNorthAmerican: row.to.startsWith('+1'),
    hold: hold === null ? null : { scope: hold.scope, nextProbeAt: new Date(hold.nextProbeAt) },
    isBatchPaused: row.batchPausedAt !== null,
    lostAt: lost === undefined ? null : new Date(lost.at),
    sentFinalAfterMs,
    unknownAfterMs,
  })
  return timeline.parse({
    messageId: row.id,
    status,
    explanation: told.explanation,
    expectedBy: told.expectedBy?.toISOString() ?? null,
    nextStep: told.nextStep,
    consoleUrl: isSimulated ? null : consoleUrlOf(row),
    price: row.price === null ? null : { amount: row.price, unit: row.priceUnit },
    entries: listTimelineEntries(row, explain),
  })
}

/** The page of a message in the carrier's console. */
export function consoleUrlOf({
  provider,
  providerId,
}: Pick<TimelineRow, 'provider' | 'providerId'>): string | null {
  return providerId === null ? null : (findDefinition(provider)?.consoleUrl(providerId) ?? null)
}
