import { type Db, Prisma, type Tx } from '../db/db.ts'
import type { AccountSettings } from '../providers/definition.ts'
import { definitionOf } from '../providers/registry.ts'
import type { RoutedAccount, RoutedSender, Routing } from './routing.ts'

/** The accounts of an installation, the default one first. */
export type ConfiguredAccounts = readonly [AccountSettings, ...AccountSettings[]]

type Deps = { readonly newId: () => string }

/**
 * Makes the rows agree with the settings of this start: one row per account and sender, others disabled.
 * A changed default or a new sender takes effect at once; holds are kept. One transaction, safe when
 * several processes start together.
 */
export function refreshAccounts(
  deps: Deps & { readonly db: Db },
  [first, ...others]: ConfiguredAccounts,
): Promise<Routing> {
  return deps.db.$transaction(async (tx) => {
    await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtext('refresh_accounts'))::text`
    const routing: [RoutedAccount, ...RoutedAccount[]] = [await refreshAccount(tx, deps, first, true)]
    for (const settings of others) routing.push(await refreshAccount(tx, deps, settings, false))
    await disableOthers(tx, routing)
    return routing
  })
}

async function refreshAccount(
  tx: Tx,
  deps: Deps,
  settings: AccountSettings,
  isDefault: boolean,
): Promise<RoutedAccount> {
  const id = await upsertAccount(tx, deps.newId(), settings, isDefault)
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
  const { provider, simulated, checkStored } = settings
  const { capabilities } = definitionOf(provider)
  return { id, provider, capabilities, simulated, senders, ...(checkStored && { checkStored }) }
}

async function upsertAccount(
  tx: Tx,
  newId: string,
  settings: AccountSettings,
  isDefault: boolean,
): Promise<string> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO provider_account (id, provider, external_id, credential_ref, previous_credential_ref, is_default)
    VALUES (${newId}::uuid, ${settings.provider}, ${settings.externalId}, ${settings.credentialRef},
      ${settings.previousCredentialRef ?? null}, ${isDefault})
    ON CONFLICT (provider, external_id) DO UPDATE
      SET credential_ref = EXCLUDED.credential_ref,
        previous_credential_ref = EXCLUDED.previous_credential_ref,
        is_default = EXCLUDED.is_default, enabled = true, updated_at = now()
    RETURNING id`
  const id = rows[0]?.id
  if (id === undefined) throw new Error('the provider account row could not be written')
  return id
}

async function disableOthers(tx: Tx, routing: Routing): Promise<void> {
  await tx.providerAccount.updateMany({
    where: { id: { notIn: routing.map(({ id }) => id) } },
    data: { isDefault: false, enabled: false, updatedAt: new Date() },
  })
  const senders = routing.flatMap((account) => account.senders)
  await tx.$executeRaw`
    UPDATE sender SET is_default = false, enabled = false, updated_at = now()
    WHERE enabled AND id NOT IN (${Prisma.join(senders.map(({ id }) => Prisma.sql`${id}::uuid`))})`
}
