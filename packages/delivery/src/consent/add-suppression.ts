import { Prisma, type Tx } from '../db/db.ts'

/** An opt-out that an application makes known. */
export type NewSuppression = {
  readonly tenantId: string
  /** Null: from all senders. */
  readonly senderId: string | null
  readonly recipient: string
  readonly note: string | undefined
  /** API key that set it. */
  readonly keyId: string
}

/**
 * Sets an opt-out by API; answers its id, and whether it is new. One that was set before is left as it is; one of the
 * tenant's that came from a carrier's code is closed and followed by this one, which START does not lift.
 */
export async function addSuppression(
  tx: Tx,
  input: NewSuppression,
): Promise<{ readonly id: string; readonly isNew: boolean }> {
  const isSame = Prisma.sql`recipient = ${input.recipient} AND tenant_id = ${input.tenantId}::uuid
    AND sender_id IS NOT DISTINCT FROM ${input.senderId}::uuid AND removed_at IS NULL`
  await tx.$executeRaw`
    UPDATE suppression SET removed_at = now(), removed_by = ${input.keyId}::uuid
    WHERE ${isSame} AND reason <> 'api'`
  const inserted = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO suppression (tenant_id, sender_id, recipient, reason, detail, created_by)
    VALUES (${input.tenantId}::uuid, ${input.senderId}::uuid, ${input.recipient}, 'api', ${input.note ?? null},
      ${input.keyId}::uuid)
    ON CONFLICT DO NOTHING RETURNING id`
  const created = inserted[0]
  if (created !== undefined) return { id: created.id, isNew: true }
  const known = await tx.$queryRaw<{ id: string }[]>`SELECT id FROM suppression WHERE ${isSame}`
  if (known[0] === undefined) throw new Error('the opt-out was removed while it was being set')
  return { id: known[0].id, isNew: false }
}
