import { Prisma } from '../db/db.ts'
import type { ClaimedAttempt } from './claim-message.ts'

/** Holds the account or the sender of an attempt. The first fault names the hold; later ones move its probe. */
export function setHold(
  scope: 'account' | 'sender',
  claim: ClaimedAttempt,
  code: string,
  probeIntervalMs: number,
): Prisma.Sql {
  const table = scope === 'account' ? Prisma.sql`provider_account` : Prisma.sql`sender`
  const id = scope === 'account' ? claim.providerAccountId : claim.senderId
  return Prisma.sql`
    UPDATE ${table} SET held_at = coalesce(held_at, now()), hold_code = coalesce(hold_code, ${code}),
      probe_at = now() + make_interval(secs => ${probeIntervalMs / 1000}::float8), updated_at = now()
    WHERE id = ${id}::uuid`
}

/**
 * Lifts the holds that an accepted attempt disproves: those set before the attempt started. `source` is
 * a relation with message_id, n, provider_account_id and sender_id.
 */
export function liftHolds(source: Prisma.Sql): Prisma.Sql {
  const lift = (table: Prisma.Sql, id: Prisma.Sql) => Prisma.sql`
    UPDATE ${table} h SET held_at = NULL, hold_code = NULL, probe_at = NULL, probes = 0, updated_at = now()
    FROM ${source} s JOIN mms_attempt t ON t.message_id = s.message_id AND t.n = s.n
    WHERE h.id = ${id} AND h.held_at IS NOT NULL AND h.held_at <= t.started_at`
  return Prisma.sql`
    account_lifted AS (${lift(Prisma.sql`provider_account`, Prisma.sql`s.provider_account_id`)}),
    sender_lifted AS (${lift(Prisma.sql`sender`, Prisma.sql`s.sender_id`)})`
}
