import { type ConfiguredAccounts, refreshAccounts } from '../accounts/refresh-accounts.ts'
import type { Routing } from '../accounts/routing.ts'
import { isDatabaseAway } from '../db/database-away.ts'
import type { Db } from '../db/db.ts'
import { checkSchema } from '../db/schema-version.ts'

/** A start that is refused for a reason that the operator can act on, said in one line. */
export class StartRefused extends Error {
  override readonly name = 'StartRefused'
}

/**
 * What every process does before it serves: reach Postgres, refuse a schema it cannot serve, write the
 * configured accounts and senders. Throws StartRefused.
 */
export async function prepareStart(
  deps: { readonly db: Db; readonly newId: () => string },
  accounts: ConfiguredAccounts,
): Promise<Routing> {
  try {
    const schema = await checkSchema(deps.db)
    if (schema.kind !== 'ok') throw new StartRefused(schema.detail)
    return await refreshAccounts(deps, accounts)
  } catch (error) {
    if (!isDatabaseAway(error)) throw error
    throw new StartRefused('Postgres cannot be reached: check DATABASE_URL and that the server runs', {
      cause: error,
    })
  }
}
