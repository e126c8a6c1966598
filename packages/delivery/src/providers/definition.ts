import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import type { ErrorExplanation } from '@heliograph/shared/domain/error-class'
import type { ProviderName } from '@heliograph/shared/domain/provider-name'
import type { Provider } from './provider.ts'
import type { Reaction } from './reaction.ts'

/** Variables that are set: empty ones count as absent. */
export type PresentEnv = Readonly<Record<string, string>>

/** A number, short code or pool of numbers that messages may leave from. */
export type SenderSettings = {
  readonly address: string
  readonly kind: 'number' | 'messaging_service'
  readonly isDefault: boolean
}

/** Bounds of one opened account. Times in milliseconds. */
export type OpenLimits = {
  /** Total deadline of one request. */
  readonly totalMs?: number
  /** Requests side by side. */
  readonly maxConnections?: number
}

/** Judges the address of a stored file, `s3://…`: the part of a message after the field's name, or undefined. */
export type CheckStored = (mediaUrl: string, tenantId: string) => string | undefined

/** One configured account at a provider. Its secrets stay behind `open` and in the environment. */
export type AccountSettings = {
  readonly provider: ProviderName
  /** What the provider calls the account; where it has no name, what tells it from another of the same provider. */
  readonly externalId: string
  /** Where its secret is, for example `env:PLIVO_AUTH_TOKEN`; kept in the database instead of the secret. */
  readonly credentialRef: string
  readonly previousCredentialRef?: string
  /** True when a simulator stands in for the carrier. */
  readonly simulated: boolean
  readonly senders: readonly SenderSettings[]
  /** What is wrong with media that lies in the account's own storage, for this tenant; undefined when it may be sent. */
  readonly checkStored?: CheckStored
  /** Opens the account. Makes no connection. */
  open(limits?: OpenLimits): Provider
}

/** What an account's settings depend on besides its own variables. */
export type AccountContext = {
  /** Where the simulator is that stands in for this provider, without a trailing slash. */
  readonly simulatorUrl?: string
  /** Refuse media over plain http. */
  readonly requireHttpsMedia: boolean
}

/** `absent`: none of its variables is set. `invalid`: every wrong or missing variable, one line each, named first. */
export type AccountReading =
  | { readonly kind: 'absent' }
  | { readonly kind: 'invalid'; readonly problems: readonly string[] }
  | { readonly kind: 'account'; readonly account: AccountSettings }

/** Everything the engine knows of one carrier API: its folder gives this, and the registry lists it. */
export type ProviderDefinition = {
  readonly name: ProviderName
  /** As people write it: "Twilio", "AWS End User Messaging". */
  readonly title: string
  readonly capabilities: Capabilities
  /** Every variable that `readAccount` reads, the ones that must be set first. */
  readonly variables: readonly string[]
  /** How many of the first of them must be set. */
  readonly requiredVariables: number
  /** What the provider hears after a webhook that was taken: a status for a receipt, a body that says nothing for a message. */
  readonly replies: {
    readonly receipt: 200 | 204
    readonly inbound: { readonly type: string; readonly body: string }
  }
  /** True when callbacks may be signed too weakly to be believed, so that the provider is asked what is true. */
  readonly canHint: boolean
  /** Reads the account from the environment. Never throws. */
  readAccount(env: PresentEnv, context: AccountContext): AccountReading
  /** Plain words for a code of this provider; undefined for a code it never documented. */
  explain(code: string): ErrorExplanation | undefined
  /** Every documented code of this provider, without the faults of the connection that all share. */
  listCodes(): readonly ErrorExplanation[]
  /** What a refusal with this code leads to. */
  reactionTo(explanation: ErrorExplanation): Reaction
  /** Where the provider documents its code. */
  documentationUrl(code: string): string | null
  /** Where an operator sees the message at the provider. */
  consoleUrl(providerId: string): string | null
}
