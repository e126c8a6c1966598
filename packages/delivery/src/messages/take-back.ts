import type { Db } from '../db/db.ts'
import { armDeadline } from '../providers/arm-deadline.ts'
import type { Provider } from '../providers/provider.ts'
import { applyReceipt } from './apply-receipt.ts'

/** What taking a message back needs. */
export type TakeBackDeps = {
  readonly db: Db
  readonly providerOf: (accountId: string) => Provider | undefined
  /** Wait before the message is looked up for news. */
  readonly nextLookMs: number
}

/** Own code of a message that its provider took out of its queue again. */
export const canceledAtProvider = 'canceled_at_provider'

const cancelTimeoutMs = 8_000

type HeldRow = {
  readonly providerAccountId: string
  readonly providerId: string
  readonly attempt: number
}

/**
 * Asks the provider to take back a message that it accepted and still holds, and records its yes as the receipt that it is.
 * Where the provider cannot, is too late or does not answer, nothing changes. Idempotent: a crash after the provider's yes
 * leaves its own report to tell.
 */
export async function takeBack(
  deps: TakeBackDeps,
  key: { readonly tenantId: string; readonly id: string },
): Promise<void> {
  const row = await findHeld(deps.db, key)
  if (row === undefined) return
  const provider = deps.providerOf(row.providerAccountId)
  if (provider?.capabilities.cancel !== true) return
  using deadline = armDeadline(new AbortController().signal, cancelTimeoutMs)
  const outcome = await provider.cancel(row.providerId, deadline.signal)
  if (outcome.kind !== 'canceled') return
  const { providerId, attempt } = row
  await applyReceipt(
    deps,
    { messageId: key.id, attempt },
    {
      source: 'lookup',
      providerId,
      status: 'failed',
      errorCode: canceledAtProvider,
      errorClass: 'canceled',
    },
  )
}

async function findHeld(
  db: Db,
  key: { readonly tenantId: string; readonly id: string },
): Promise<HeldRow | undefined> {
  const rows = await db.$queryRaw<HeldRow[]>`
    SELECT m.provider_account_id AS "providerAccountId", m.provider_id AS "providerId", ref.n AS attempt
    FROM mms_log m JOIN provider_ref ref
      ON ref.provider_account_id = m.provider_account_id AND ref.provider_id = m.provider_id
    WHERE m.id = ${key.id}::uuid AND m.tenant_id = ${key.tenantId}::uuid AND m.status = 'submitted'`
  return rows[0]
}
