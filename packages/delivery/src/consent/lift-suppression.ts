import type { Tx } from '../db/db.ts'

/** Which opt-out is lifted, for which tenant, by which key. */
export type Lift = { readonly tenantId: string; readonly id: string; readonly keyId: string }

/**
 * Lifts an opt-out for one tenant; the row stays as evidence. One that binds all tenants goes on binding the others:
 * a closed row of the tenant's own keeps who lifted it and when. Answers the row that tells, and whether it was lifted
 * now; undefined when the tenant has no such opt-out.
 */
export async function liftSuppression(
  tx: Tx,
  lift: Lift,
): Promise<{ readonly id: string; readonly isNews: boolean } | undefined> {
  const own = await tx.$queryRaw<{ id: string }[]>`
    UPDATE suppression SET removed_at = now(), removed_by = ${lift.keyId}::uuid
    WHERE id = ${lift.id}::uuid AND tenant_id = ${lift.tenantId}::uuid AND removed_at IS NULL
    RETURNING id`
  if (own[0] !== undefined) return { id: own[0].id, isNews: true }
  const shared = await tx.$queryRaw<{ id: string }[]>`
    WITH lifted AS (
      UPDATE suppression SET lifted_for = lifted_for || ${lift.tenantId}::uuid
      WHERE id = ${lift.id}::uuid AND tenant_id IS NULL AND removed_at IS NULL
        AND ${lift.tenantId}::uuid = ANY(shown_to) AND NOT ${lift.tenantId}::uuid = ANY(lifted_for)
      RETURNING *
    )
    INSERT INTO suppression (tenant_id, sender_id, recipient, reason, detail, inbound_id, created_at, removed_at, removed_by)
    SELECT ${lift.tenantId}::uuid, sender_id, recipient, reason, detail, inbound_id, created_at, now(), ${lift.keyId}::uuid
    FROM lifted RETURNING id`
  if (shared[0] !== undefined) return { id: shared[0].id, isNews: true }
  const known = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM suppression WHERE id = ${lift.id}::uuid
      AND (tenant_id = ${lift.tenantId}::uuid OR (tenant_id IS NULL AND ${lift.tenantId}::uuid = ANY(shown_to)))`
  return known[0] === undefined ? undefined : { id: known[0].id, isNews: false }
}
