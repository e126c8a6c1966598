import type { ConfiguredAccounts } from '../accounts/refresh-accounts.ts'
import type { Routing } from '../accounts/routing.ts'
import type { OpenLimits } from './definition.ts'
import type { Provider } from './provider.ts'

/** The opened accounts of an installation, by the id of their row. */
export type OpenedAccounts = ReadonlyMap<string, Provider> & AsyncDisposable

/** Opens every configured account. Makes no connection; disposing closes them all. */
export function openAccounts(
  accounts: ConfiguredAccounts,
  routing: Routing,
  limits: OpenLimits = {},
): OpenedAccounts {
  const opened = accounts.flatMap((account): [string, Provider][] => {
    const routed = routing.find(({ provider }) => provider === account.provider)
    return routed === undefined ? [] : [[routed.id, account.open(limits)]]
  })
  const byId = new Map(opened)
  return Object.assign(byId, {
    async [Symbol.asyncDispose]() {
      await Promise.all([...byId.values()].map((provider) => provider.close()))
    },
  })
}
