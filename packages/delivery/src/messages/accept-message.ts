import type { Db } from '../db/db.ts'
import type { IdempotencyClaim } from './accept-item.ts'
import { type Acceptance, type AcceptDeps, acceptMessages } from './accept-messages.ts'
import type { CheckedDraft } from './check-draft.ts'

/** Who sends, and which request of theirs this is. */
export type AcceptContext = { readonly tenantId: string; readonly idempotency?: IdempotencyClaim }

/**
 * Stores one message like `acceptMessages`. When it answers `accepted` the message is durable; when it throws,
 * nothing was stored.
 */
export async function acceptMessage(
  deps: AcceptDeps & { readonly db: Db; readonly newId: () => string },
  draft: CheckedDraft,
  context: AcceptContext,
): Promise<Acceptance> {
  const [acceptance] = await acceptMessages(deps, [{ id: deps.newId(), draft, ...context }])
  if (acceptance === undefined) throw new Error('the message was not stored')
  return acceptance
}
