import type { CheckedDraft } from './check-draft.ts'

/** An Idempotency-Key with the SHA-256 of the request it came with (IETF httpapi draft). */
export type IdempotencyClaim = {
  readonly route: string
  readonly key: string
  readonly requestHash: Uint8Array
}

/** One message to store. `id` is a new UUIDv7. */
export type AcceptItem = {
  readonly id: string
  readonly draft: CheckedDraft
  readonly tenantId: string
  readonly batchId?: string
  readonly idempotency?: IdempotencyClaim
  /** How long the relay leaves this message to the caller's own doorbell; 0 when the caller rings none. */
  readonly ringGraceMs?: number
}
