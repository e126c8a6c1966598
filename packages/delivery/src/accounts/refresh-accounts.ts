import { type Db, Prisma, type Tx } from '../db/db.ts'
import type { AccountSettings } from '../settings/engine-settings.ts'

/** A configured sender as the engine routes by it. */
export type RoutedSender = {
  readonly id: string
  readonly address: string
  readonly kind: 'number' | 'messaging_service'
  readonly isDefault: boolean
}

/** The account that messages leave through, with its row ids. */
export type RoutedAccount = {
  readonly id: string
  readonly provider: 'twilio'
  readonly senders: readonly RoutedSender[]
}

/**
 * Makes the rows agree with the settings of this start: one row per account and sender, others disabled.
 * A changed default or a new sender takes effect at once; holds are kept. One transaction, safe when
 * several processes start together.
 */
export function refreshAccounts(
  deps: { readonly db: Db; readonly newId: () => string },
  settings: AccountSettings,
): Promise<RoutedAccount> {
  return deps.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('refresh_accounts'))::text`
    const id = await upsertAccount(tx, deps.newId(), settings)
    const senders: RoutedSender[] = []
    for (const sender of settings.senders) {
      const rows = await tx.$queryRaw<{ id: string }[]>`
        INSERT INTO sender (id, provider_account_id, address, kind, is_default)
        VALUES (${deps.newId()}::uuid, ${id}::uuid, ${sender.address}, ${sender.kind}, ${sender.isDefault})
        ON CONFLICT (provider_account_id, address) DO UPDATE
          SET kind = EXCLUDED.kind, is_default = EXCLUDED.is_default, enabled = true, updated_at = now()
        RETURNING id`
      const senderId = rows[0]?.id
      if (senderId !== undefined) senders.push({ ...sender, id: senderId })
    }
    await disableOthers(tx, id, senders)
    return { id, provider: settings.provider, senders }
  })
}

async function upsertAccount(tx: Tx, newId: string, settings: AccountSettings): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO provider_account (id, provider, external_id, credential_ref, previous_credential_ref, is_default)
    VALUES (${newId}::uuid, ${settings.provider}, ${settings.externalId}, 'env:TWILIO_AUTH_TOKEN',
      ${settings.previousAuthToken === undefined ? null : 'env:TWILIO_AUTH_TOKEN_PREVIOUS'}, true)
    ON CONFLICT (provider, external_id) DO UPDATE
      SET credential_ref = EXCLUDED.credential_ref,
        previous_credential_ref = EXCLUDED.previous_credential_ref,
        is_default = true, enabled = true, updated_at = now()
    RETURNING id`
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the provider account row could not be written')
  return id
}

async function disableOthers(tx: Tx, accountId: string, senders: readonly RoutedSender[]): Promise<void> {
  await tx.providerAccount.updateMany({
    where: { id: { not: accountId } },
    data: { isDefault: false, enabled: false, updatedAt: new Date() },
  })
  await tx.$executeRaw`
    UPDATE sender SET is_default = false, enabled = false, updated_at = now()
    WHERE enabled AND id NOT IN (${Prisma.join(senders.map((sender) => Prisma.sql`${sender.id}::uuid`))})`
}
