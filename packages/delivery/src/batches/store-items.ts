import type { BatchVerdict } from '@heliograph/shared/contracts/batches'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import type { Tx } from '../db/db.ts'
import { acceptMessages } from '../messages/accept-messages.ts'
import type { CheckedDraft } from '../messages/check-draft.ts'
import type { Probe } from '../messages/probe.ts'
import type { BatchKey } from './batch-row.ts'

/** An item after its own check. `code` is the problem code that a single message would get. */
export type CheckedItem =
  | { readonly kind: 'ok'; readonly draft: CheckedDraft }
  | {
      readonly kind: 'refused'
      readonly code: string
      readonly detail: string
      readonly problems: readonly FieldProblem[]
    }

/** What storing items needs. */
export type StoreDeps = {
  readonly newId: () => string
  readonly probe: Probe
}

/** What became of the items, in their order, and of how many. */
export type StoredItems = {
  readonly verdicts: readonly BatchVerdict[]
  readonly acceptedIds: readonly string[]
  readonly refused: number
}

/**
 * Stores the good items of one request in the caller's transaction, in one statement. No doorbell is rung for
 * them: the relay does it within its next sweep.
 */
export async function storeItems(
  tx: Tx,
  deps: StoreDeps,
  batch: BatchKey,
  items: readonly CheckedItem[],
): Promise<StoredItems> {
  const good = items.flatMap((item) => (item.kind === 'ok' ? [{ id: deps.newId(), draft: item.draft }] : []))
  const { tenantId, id: batchId } = batch
  const acceptances = await acceptMessages(
    { ...deps, db: tx, ringGraceMs: 0 },
    good.map((item) => ({ ...item, tenantId, batchId })),
  )
  let next = 0
  const verdicts = items.map((item, index): BatchVerdict => {
    if (item.kind === 'refused') return refusedVerdict(index, item)
    const acceptance = acceptances[next]
    next += 1
    if (acceptance?.kind === 'accepted') return { index, verdict: 'accepted', id: acceptance.message.id }
    if (acceptance?.kind === 'opted_out') return optedOutVerdict(index)
    throw new Error(`an item without a key was answered ${acceptance?.kind ?? 'nothing'}`)
  })
  const acceptedIds = verdicts.flatMap((verdict) => (verdict.verdict === 'accepted' ? [verdict.id] : []))
  return { verdicts, acceptedIds, refused: verdicts.length - acceptedIds.length }
}

/** The verdict on an item that did not pass its own check. */
export function refusedVerdict(
  index: number,
  item: Extract<CheckedItem, { readonly kind: 'refused' }>,
): BatchVerdict {
  const { code, detail, problems } = item
  return { index, verdict: 'refused', code, detail, errors: [...problems] }
}

/** The verdict on an item whose recipient does not want messages from its sender. */
export function optedOutVerdict(index: number): BatchVerdict {
  const message = 'opted out of messages from this sender; leave the item out'
  return {
    index,
    verdict: 'refused',
    code: 'recipient_opted_out',
    detail: `to ${message}`,
    errors: [{ field: 'to', rule: 'recipient_opted_out', message }],
  }
}
