import type { CallbackRequest } from '../provider.ts'
import type { WebhookProof } from './settings.ts'
import { carriesCredentials } from './verify-basic.ts'
import { findSignatureFault } from './verify-signature.ts'

/** How far a webhook can be believed. `unproven`: no way to prove anything is configured. */
export type WebhookCheck =
  | { readonly kind: 'genuine' }
  | { readonly kind: 'unproven' }
  | { readonly kind: 'forged'; readonly reason: string }

/** Checks a webhook the one way that is configured. `nowMs` is epoch time. Never throws. */
export function checkWebhook(proof: WebhookProof, request: CallbackRequest, nowMs: number): WebhookCheck {
  switch (proof.kind) {
    case 'hmac': {
      const reason = findSignatureFault(request, proof.secrets, nowMs)
      return reason === undefined ? { kind: 'genuine' } : { kind: 'forged', reason }
    }
    case 'basic':
      return carriesCredentials(request, proof)
        ? { kind: 'genuine' }
        : { kind: 'forged', reason: 'credentials do not fit' }
    case 'none':
      return { kind: 'unproven' }
  }
}
