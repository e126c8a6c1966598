import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import { awsDefinition } from './aws/aws-definition.ts'
import type { ProviderDefinition } from './definition.ts'
import { plivoDefinition } from './plivo/plivo-definition.ts'
import { sinchDefinition } from './sinch/sinch-definition.ts'
import { twilioDefinition } from './twilio/twilio-definition.ts'

/** Every provider there is, in the order in which one becomes the default. */
export const definitions: readonly ProviderDefinition[] = [
  twilioDefinition,
  plivoDefinition,
  sinchDefinition,
  awsDefinition,
]

/** What is known of a provider. Throws for a name without an adapter. */
export function definitionOf(name: ProviderName): ProviderDefinition {
  const definition = definitions.find((one) => one.name === name)
  if (definition === undefined) throw new Error(`no adapter is registered for ${name}`)
  return definition
}

/** What is known of the provider that a row names; undefined for one that this version has no adapter for. */
export function findDefinition(name: string): ProviderDefinition | undefined {
  return definitions.find((one) => one.name === name)
}
