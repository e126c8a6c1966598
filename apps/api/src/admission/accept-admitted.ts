import type { Acceptance } from '@heliograph/delivery/messages/accept-messages'
import type { AcceptItem } from '@heliograph/delivery/messages/accept-statement'
import { replayAcceptances } from '@heliograph/delivery/messages/replay-acceptances'
import type { ApiDeps } from '../api-deps.ts'
import { type AdmitInput, admit, release } from './admit.ts'

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
  const { body, sender, validitySeconds } = draft
  return { tenantId, items: [{ to: body.to, senderId: sender.id, validitySeconds }] }
}
