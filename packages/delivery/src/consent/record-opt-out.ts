import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import { Prisma } from '../db/db.ts'

/**
 * A clause that suppresses the recipient when the provider refused because of an opt-out, to stand in the statement that
 * records the refusal; empty for any other fault. `source` is a relation with id, tenant_id, sender_id and to_number.
 * An opt-out that is known already is left as it is.
 */
export function recordOptOut(
  source: Prisma.Sql,
  fault: { readonly code: string | undefined; readonly class: ErrorClass | undefined },
): Prisma.Sql {
  if (fault.class !== 'opt_out') return Prisma.empty
  return Prisma.sql`, opted_out AS (
      INSERT INTO suppression (tenant_id, sender_id, recipient, reason, detail, message_id)
      SELECT tenant_id, sender_id, to_number, 'provider_code', ${fault.code ?? null}::text, id FROM ${source}
      ON CONFLICT DO NOTHING
    )`
}
