import type { AcceptItem } from '@heliograph/delivery/messages/accept-item'
import type { Acceptance } from '@heliograph/delivery/messages/accept-messages'
import type { CheckedDraft } from '@heliograph/delivery/messages/check-draft'
import { replayAcceptances } from '@heliograph/delivery/messages/replay-acceptances'
import type { ApiDeps } from '../api-deps.ts'
import { type AdmitInput, type AdmitItem, admit, release } from './admit.ts'

/**
 * Stores a message once it is let in. A request whose key was used before gets its answer whatever the limits say,
 * and only what is stored as new counts. Throws the refusal of what is not let in.
 */
export async function acceptAdmitted(
  deps: Pick<ApiDeps, 'db' | 'admission'>,
  accept: (item: AcceptItem) => Promise<Acceptance>,
  item: AcceptItem,
): Promise<Acceptance> {
  const asked = demandOf(item)
  const refusal = await admit(deps, asked)
  if (refusal !== undefined) {
    const replays = item.idempotency === undefined ? undefined : await replayAcceptances(deps.db, [item])
    const replay = replays?.get(item.id)
    if (replay === undefined) throw refusal
    return replay
  }
  let isNew = false
  try {
    const acceptance = await accept(item)
    isNew = acceptance.kind === 'accepted'
    return acceptance
  } finally {
    if (!isNew) await release(deps, asked)
  }
}

/** What a message asks for. */
export function demandOf({ draft, tenantId }: Pick<AcceptItem, 'draft' | 'tenantId'>): AdmitInput {
  return { tenantId, items: [itemOf(draft)] }
}

/** A checked draft as it asks to be let in. */
export function itemOf({ body, sender, validitySeconds, priority, sendAt }: CheckedDraft): AdmitItem {
  return { to: body.to, senderId: sender.id, validitySeconds, priority, sendAt }
}
