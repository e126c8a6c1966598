import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { CheckStored } from '../providers/definition.ts'

/** A configured sender as the engine routes by it. */
export type RoutedSender = {
  readonly id: string
  readonly address: string
  readonly kind: 'number' | 'messaging_service'
  /** The one that its account sends from when a message names none. */
  readonly isDefault: boolean
}

/** A configured account that messages may leave through, with its row ids. */
export type RoutedAccount = {
  readonly id: string
  readonly provider: ProviderName
  readonly capabilities: Capabilities
  /** True when a simulator stands in for the carrier. */
  readonly simulated: boolean
  readonly checkStored?: CheckStored
  readonly senders: readonly RoutedSender[]
}

/** The configured accounts, the default one first; at most one of each provider. */
export type Routing = readonly [RoutedAccount, ...RoutedAccount[]]

/** What a message says about its way. */
export type RouteWish = { readonly provider?: ProviderName | undefined; readonly from?: string | undefined }

/** The way of a message, or what is wrong with the one it asked for. */
export type Route =
  | { readonly kind: 'ok'; readonly account: RoutedAccount; readonly sender: RoutedSender }
  | { readonly kind: 'refused'; readonly problem: FieldProblem }

/**
 * Chooses account and sender: the provider that is named, else the one whose sender is named, else the default one; the
 * sender that is named, else the account's default.
 */
export function chooseRoute(routing: Routing, { provider, from }: RouteWish): Route {
  const candidates = routing.filter((account) => provider === undefined || account.provider === provider)
  if (candidates.length === 0) return refuseProvider(routing)
  const [first = routing[0]] = candidates
  const isMeant = from === undefined ? isDefault : (sender: RoutedSender) => sender.address === from
  for (const account of from === undefined ? [first] : candidates) {
    const sender = account.senders.find(isMeant)
    if (sender !== undefined) return { kind: 'ok', account, sender }
  }
  return refuseSender(candidates, from)
}

/** Every configured sender, those of the default account first. */
export function listSenders(routing: Routing): RoutedSender[] {
  return routing.flatMap(({ senders }) => senders)
}

/** The number whose country counts as home: that of the default sender, or of another when that is no number. */
export function homeNumberOf(routing: Routing): string | undefined {
  const numbers = listSenders(routing).filter(({ kind }) => kind === 'number')
  return (numbers.find(isDefault) ?? numbers[0])?.address
}

function isDefault(sender: RoutedSender): boolean {
  return sender.isDefault
}

function refuseProvider(routing: Routing): Route {
  const known = routing.map(({ provider }) => provider).join(', ')
  const message = `is not configured here; leave it out or choose one of ${known}`
  return { kind: 'refused', problem: { field: 'provider', rule: 'configured_provider', message } }
}

function refuseSender(accounts: readonly RoutedAccount[], from: string | undefined): Route {
  const known = accounts.flatMap(({ senders }) => senders.map(({ address }) => address)).join(', ')
  const message =
    from === undefined
      ? `is required: no default sender is configured; choose one of ${known}`
      : `is not a configured sender; leave it out or choose one of ${known}`
  return { kind: 'refused', problem: { field: 'from', rule: 'configured_sender', message } }
}
