import { draftAnswer } from './accept-answer.ts'
import type { AcceptItem } from './accept-item.ts'
import { buildContentFacet } from './content-facet.ts'
import { listOwnFacets, listSharedFacets } from './list-facets.ts'

// Most messages of one statement leave from the same sender in the same way. What they have in common is written
// once, and what a message does not have is left out: writing, sending and reading a fifth of the bytes.

/** The two JSON parameters of the accept statements: items, each with the number of the shared record that it goes with. */
export type AcceptParameters = { readonly items: string; readonly shared: string }

/** Writes items as parameters. `ringGraceMs` is for items that say none of their own. */
export function writeParameters(items: readonly AcceptItem[], ringGraceMs: number): AcceptParameters {
  const shared = new Map<string, SharedRecord>()
  const newestOf = new Map<string, string>()
  const shareOf = (item: AcceptItem): number => {
    const graceMs = item.ringGraceMs ?? ringGraceMs
    const name = nameShared(item, graceMs)
    const known = shared.get(name)
    if (known !== undefined) return known.nr
    const nr = shared.size
    shared.set(name, { nr, ...sharedOf(item, graceMs) })
    return nr
  }
  /** The newest earlier twin in this statement. A keyed one may turn out to be a replay, so only the others count. */
  const twinOf = ({ id, tenantId, idempotency }: AcceptItem, contentFacet: string): string | undefined => {
    if (idempotency !== undefined) return undefined
    const name = `${tenantId} ${contentFacet}`
    const twin = newestOf.get(name)
    newestOf.set(name, id)
    return twin
  }
  const records = items.map((item, n) => {
    const contentFacet = buildContentFacet(item.draft.body)
    return {
      n,
      shares: shareOf(item),
      content_facet: contentFacet,
      twin: twinOf(item, contentFacet),
      ...ownOf(item),
    }
  })
  return { items: JSON.stringify(records), shared: JSON.stringify([...shared.values()]) }
}

type SharedRecord = { readonly nr: number } & ReturnType<typeof sharedOf>

/** Equal for items whose shared records are equal. */
function nameShared({ tenantId, batchId, draft }: AcceptItem, graceMs: number): string {
  const { account, sender, kind, body, priority, validitySeconds } = draft
  return `${tenantId} ${batchId} ${account.id} ${sender.id} ${kind} ${body.policy} ${priority} ${validitySeconds} ${graceMs}`
}

function sharedOf({ tenantId, batchId, draft }: AcceptItem, graceMs: number) {
  const { account, sender } = draft
  const isService = sender.kind === 'messaging_service'
  return {
    tenant_id: tenantId,
    sender_id: sender.id,
    provider_account_id: account.id,
    provider: account.provider,
    from_number: isService ? undefined : sender.address,
    messaging_service: isService ? sender.address : undefined,
    kind: draft.kind,
    policy: draft.body.policy,
    priority: draft.priority,
    validity_seconds: draft.validitySeconds,
    grace_seconds: graceMs / 1_000,
    batch_id: batchId,
    shared_facets: listSharedFacets(draft, { provider: account.provider, batchId }),
  }
}

function ownOf(item: AcceptItem) {
  const { id, idempotency, draft } = item
  const { body } = draft
  return {
    id,
    to_number: body.to,
    send_at: draft.sendAt,
    reference: body.reference,
    body: body.body,
    media_urls: body.mediaUrls,
    require_mms: body.requireMms,
    metadata: body.metadata,
    tags: body.tags,
    facets: listOwnFacets(draft),
    ...(idempotency && {
      route: idempotency.route,
      key: idempotency.key,
      request_hash: Buffer.from(idempotency.requestHash).toString('hex'),
      draft_answer: draftAnswer(item),
    }),
  }
}
