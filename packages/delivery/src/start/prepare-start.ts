import { type RoutedAccount, refreshAccounts } from '../accounts/refresh-accounts.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import type { Db } from '../db/db.ts'
import { checkSchema } from '../db/schema-version.ts'
import type { AccountSettings } from '../settings/engine-settings.ts'

/** A start that is refused for a reason that the operator can act on, said in one line. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

/**
 * What every process does before it serves: reach Postgres, refuse a schema it cannot serve, write the
 * configured account and senders. Throws StartRefused.
 */
export async function prepareStart(
  deps: { readonly db: Db; readonly newId: () => string },
  account: AccountSettings,
): Promise<RoutedAccount> {
  try {
    const schema = await checkSchema(deps.db)
    if (schema.kind !== 'ok') throw new StartRefused(schema.detail)
    return await refreshAccounts(deps, account)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    throw new StartRefused('Postgres cannot be reached: check DATABASE_URL and that the server runs', {
      cause: error,
    })
  }
}
