import type { Db, Tx } from '../db/db.ts'
import type { InboundMessage } from '../providers/provider.ts'
import { findRoutes, type InboundInput, type Routes } from './find-routes.ts'
import { type ConsentAction, type Keyword, readKeyword } from './read-keyword.ts'

/** What an inbound message did. `repeated`: it was stored before, nothing was done again. */
export type InboundResult =
  | { readonly kind: 'repeated' }
  | {
      readonly kind: 'stored'
      readonly id: string
      readonly tenantId: string | null
      readonly action: ConsentAction | null
      /** How many opt-outs were added (stop) or lifted (start). */
      readonly changed: number
    }

/**
 * Stores an inbound message and does what its keyword asks for, in one transaction and once per provider id: STOP adds
 * opt-outs for every tenant, START lifts those that came from a keyword or from the provider, HELP is stored only.
 */
export function receiveInbound(
  deps: { readonly db: Db; readonly newId: () => string },
  input: InboundInput,
): Promise<InboundResult> {
  return deps.db.$transaction(async (tx) => {
    const { inbound } = input
    const routes = await findRoutes(tx, input)
    const keyword = readKeyword(inbound)
    const id = deps.newId()
    if (!(await store(tx, id, input, routes.tenantId, keyword))) return { kind: 'repeated' } as const
    const change = { id, inbound, routes, keyword: keyword?.keyword ?? '' }
    const changed =
      keyword?.action === 'stop'
        ? await stop(tx, change)
        : keyword?.action === 'start'
          ? await start(tx, change)
          : 0
    return {
      kind: 'stored',
      id,
      tenantId: routes.tenantId,
      action: keyword?.action ?? null,
      changed,
    } as const
  })
}

type Change = {
  readonly id: string
  readonly inbound: InboundMessage
  readonly routes: Routes
  readonly keyword: string
}

async function store(
  tx: Tx,
  id: string,
  { providerAccountId, inbound }: InboundInput,
  tenantId: string | null,
  keyword: Keyword | undefined,
): Promise<boolean> {
  const inserted = await tx.$executeRaw`
    INSERT INTO inbound_message (id, tenant_id, provider_account_id, provider_id, from_number, to_number,
      messaging_service, body, media_urls, media_count, opt_out_type, keyword, action)
    VALUES (${id}::uuid, ${tenantId}::uuid, ${providerAccountId}::uuid, ${inbound.providerId}, ${inbound.from},
      ${inbound.to}, ${inbound.messagingService ?? null}, ${inbound.body}, ${[...inbound.mediaUrls]}::text[],
      ${inbound.mediaUrls.length}::int, ${inbound.optOutType ?? null}, ${keyword?.keyword ?? null},
      ${keyword?.action ?? null})
    ON CONFLICT (provider_account_id, provider_id) DO NOTHING`
  return inserted === 1
}

/** One opt-out per sender concerned; where none is known one that counts for all senders, so that no STOP is lost. */
function stop(tx: Tx, { id, inbound, routes, keyword }: Change): Promise<number> {
  const senderIds = routes.senderIds.length > 0 ? routes.senderIds : [null]
  return tx.$executeRaw`
    INSERT INTO suppression (sender_id, recipient, reason, detail, inbound_id, shown_to)
    SELECT sender_id, ${inbound.from}, 'opt_out_keyword', ${keyword}, ${id}::uuid, ${[...routes.tenantIds]}::uuid[]
    FROM unnest(${[...senderIds]}::uuid[]) AS concerned (sender_id)
    ORDER BY sender_id
    ON CONFLICT (recipient, tenant_id, sender_id) WHERE removed_at IS NULL
    -- Said again: whoever had lifted it for itself is bound once more.
    DO UPDATE SET lifted_for = '{}', shown_to = (
      SELECT coalesce(array_agg(DISTINCT id), '{}') FROM unnest(suppression.shown_to || EXCLUDED.shown_to) AS id)`
}

/** An opt-out that was set by API stands: whoever set it knew something that START does not undo. */
function start(tx: Tx, { id, inbound, routes }: Change): Promise<number> {
  return tx.$executeRaw`
    UPDATE suppression SET removed_at = now(), removed_inbound_id = ${id}::uuid
    WHERE recipient = ${inbound.from} AND removed_at IS NULL AND reason IN ('opt_out_keyword', 'provider_code')
      AND (sender_id = ANY(${[...routes.senderIds]}::uuid[]) OR (sender_id IS NULL AND EXISTS (
        SELECT 1 FROM inbound_message i WHERE i.id = suppression.inbound_id AND i.to_number = ${inbound.to})))`
}
