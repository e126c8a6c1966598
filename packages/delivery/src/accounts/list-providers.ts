import type { ProviderView } from '@heliograph/shared/contracts/providers'
import { definitions } from '../providers/registry.ts'
import type { Routing } from './routing.ts'

/** Every provider with what it takes, and how far it is configured here: the default first, then the order of the registry. */
export function listProviders(routing: Routing): ProviderView[] {
  const views = definitions.map(({ name, title, capabilities }): ProviderView => {
    const account = routing.find((one) => one.provider === name)
    const { provider: _, ...rest } = capabilities
    return {
      provider: name,
      title,
      isConfigured: account !== undefined,
      isDefault: account === routing[0],
      isSimulated: account?.simulated ?? false,
      senders: (account?.senders ?? []).map(({ address, kind, isDefault }) => ({ address, kind, isDefault })),
      capabilities: structuredClone(rest) as ProviderView['capabilities'],
    }
  })
  return views.toSorted((left, right) => Number(right.isDefault) - Number(left.isDefault))
}
