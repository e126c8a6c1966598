import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import type { ReceiptStatus } from '@heliograph/shared/domain/status'
import type { PresentEnv, ProviderDefinition } from '../../src/providers/definition.ts'
import type { CallbackRequest, SendRequest } from '../../src/providers/provider.ts'

/** A request that the simulator refuses at once with a code of this class. */
export type Refusal = {
  /** What differs from an ordinary request: a recipient or a sender with a known fate. */
  readonly request: Partial<SendRequest>
  readonly code: string
  readonly class: ErrorClass
}

/** A recipient whose message is accepted and ends badly. */
export type Ending = {
  readonly to: string
  readonly status: ReceiptStatus
  readonly code: string
  readonly class: ErrorClass
}

/** How a request carries what proves it. Each function gives a changed copy. */
export type CallbackProof = {
  /** Puts another signature where the genuine one is; `change` is given that one. */
  replace(request: CallbackRequest, change: (signature: string) => string): CallbackRequest
  /** Takes everything away that could prove it. */
  remove(request: CallbackRequest): CallbackRequest
}

/** Proof that is there and does not cover everything, or an account that is not told how to check it. */
export type Weakness = {
  /** Variables that are not set. */
  readonly without: readonly string[]
  weaken(request: CallbackRequest): CallbackRequest
}

/** The request without these headers. */
export function withoutHeaders(request: CallbackRequest, names: readonly string[]): CallbackRequest {
  const kept = Object.entries(request.headers).filter(([name]) => !names.includes(name))
  return { ...request, headers: Object.fromEntries(kept) }
}

/**
 * What the suite has to be told of one provider: its environment and numbers of its simulator with a known fate. Nothing
 * here touches the adapter itself, which is opened through its definition alone.
 */
export type ProviderContract = {
  readonly definition: ProviderDefinition
  /** A whole account, as an operator sets it, and as the simulator is told of it. */
  readonly env: PresentEnv
  /** Which of these variables hold a secret. */
  readonly secrets: readonly string[]
  /** Values that are not well-formed, one for each necessary variable that has a form. */
  readonly malformed: PresentEnv
  /** Settings of the simulator: short lives, and where its callbacks go if no message says so. */
  simulatorSettings(doorUrl: string): Readonly<Record<string, unknown>>
  readonly sender: string
  /** A pool of senders; where the capabilities name that kind. */
  readonly messagingService?: string
  /** Shape of an id that the provider gives, and one of that shape that it never gave. */
  readonly providerId: { readonly pattern: RegExp; readonly unknown: string }
  readonly refusals: readonly Refusal[]
  readonly endings: readonly Ending[]
  /** What an ordinary message's callbacks say, in order. */
  readonly walk: readonly ReceiptStatus[]
  readonly proof: CallbackProof
  /** True where the signature covers the address that a callback came to. */
  readonly coversAddress: boolean
  /** Variables under which a genuine callback is no more believed, and under which it still is, as after a rotation. */
  readonly strangers: PresentEnv
  readonly rotated: PresentEnv
  /** What makes a genuine callback too weak to be believed, where the provider then looks the message up instead. */
  readonly weak?: Weakness
  /** Ways in which the simulator forges, each with the settings that make it. */
  readonly forgeries: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  /** What the simulator calls the id of a message from a phone; `id` when left out. */
  readonly inboundIdField?: string
  /** How many messages one listing reads at most; where there is a list. */
  readonly maxListed?: number
}

/** Proof in headers: `signatures` are told from what belongs to them, such as a nonce. */
export function proofInHeaders(signatures: readonly string[], others: readonly string[] = []): CallbackProof {
  return {
    replace(request, change) {
      const headers = { ...request.headers }
      for (const name of signatures) {
        const signature = headers[name]
        if (typeof signature === 'string') headers[name] = change(signature)
      }
      return { ...request, headers }
    },
    remove: (request) => withoutHeaders(request, [...signatures, ...others]),
  }
}
