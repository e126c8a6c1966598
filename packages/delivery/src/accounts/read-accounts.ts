import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { AccountSettings, PresentEnv, ProviderDefinition } from '../providers/definition.ts'
import { definitions } from '../providers/registry.ts'
import type { ConfiguredAccounts } from './refresh-accounts.ts'

/** What decides about the accounts besides their own variables. */
export type AccountChoice = {
  /** Which provider is the default; otherwise the first that is configured. */
  readonly provider?: ProviderName
  readonly simulatorUrl?: string
  /** For which providers the simulator stands in; for all when absent. */
  readonly simulatedProviders?: readonly ProviderName[]
  readonly requireHttpsMedia: boolean
}

/** The configured accounts, or every wrong or missing variable, one line each. */
export type AccountsReading =
  | { readonly kind: 'ok'; readonly accounts: ConfiguredAccounts }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }

/**
 * Reads every account that has a variable set, the default one first. A provider that is named as the default has to be
 * configured. Never throws.
 */
export function readAccounts(env: PresentEnv, choice: AccountChoice): AccountsReading {
  const accounts: AccountSettings[] = []
  const problems: string[] = []
  for (const definition of defaultFirst(choice.provider)) {
    const reading = definition.readAccount(env, contextOf(choice, definition))
    if (reading.kind === 'account') accounts.push(reading.account)
    if (reading.kind === 'invalid') problems.push(...reading.problems)
    if (reading.kind === 'absent' && definition.name === choice.provider) {
      problems.push(`PROVIDER is ${definition.name}, but none of its variables is set: ${needed(definition)}`)
    }
  }
  if (problems.length > 0) return { kind: 'invalid', problems }
  const [first, ...others] = accounts
  return first === undefined
    ? { kind: 'invalid', problems: [noneConfigured()] }
    : { kind: 'ok', accounts: [first, ...others] }
}

function defaultFirst(name: ProviderName | undefined): readonly ProviderDefinition[] {
  return definitions.toSorted((left, right) => Number(right.name === name) - Number(left.name === name))
}

function contextOf(choice: AccountChoice, { name }: ProviderDefinition) {
  const { simulatorUrl, simulatedProviders, requireHttpsMedia } = choice
  const isSimulated = simulatedProviders === undefined || simulatedProviders.includes(name)
  return {
    requireHttpsMedia,
    ...(simulatorUrl === undefined || !isSimulated ? {} : { simulatorUrl }),
  }
}

function noneConfigured(): string {
  const ways = definitions.map((definition) => `${needed(definition)} (${definition.title})`)
  return `no provider is configured: set ${ways.join(', or ')}`
}

/** The variables that a provider cannot do without, by their order in its list. */
function needed({ variables, requiredVariables }: ProviderDefinition): string {
  return variables.slice(0, requiredVariables).join(', ')
}
