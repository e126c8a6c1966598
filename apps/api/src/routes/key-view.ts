import type { Db, Tx } from '@heliograph/delivery/db/db'
import { type ApiKeyView, findApiKeyView, type KeyPlace } from '@heliograph/delivery/tenants/list-api-keys'
import { isScope } from '@heliograph/delivery/tenants/scopes'
import type { keyView } from '@heliograph/shared/contracts/keys'
import { z } from 'zod'
import { Refusal } from '../problems/refusal.ts'

/** One key as the API shows it. */
export function viewKey(row: ApiKeyView): z.infer<typeof keyView> {
  return {
    id: row.id,
    prefix: row.prefix,
    name: row.name,
    scopes: row.scopes.filter(isScope),
    state: row.state,
    createdAt: row.createdAt.toISOString(),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    revokedAt: row.revokedAt?.toISOString() ?? null,
    lastUsedAt: row.lastUsedAt?.toISOString() ?? null,
    previousSecretExpiresAt: row.previousSecretExpiresAt?.toISOString() ?? null,
  }
}

/** One key of a tenant. Throws `key_not_found`, also for an id that cannot be one. */
export async function getKey(db: Db | Tx, place: KeyPlace): Promise<ApiKeyView> {
  const view = z.guid().safeParse(place.id).success ? await findApiKeyView(db, place) : undefined
  if (view === undefined) throw new Refusal('key_not_found', 'check the id: GET /v1/keys lists them')
  return view
}
