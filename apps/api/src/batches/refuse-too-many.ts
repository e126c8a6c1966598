import { maxChunkItems } from '@heliograph/shared/contracts/batches'
import { Refusal } from '../problems/refusal.ts'

/** Largest body of a request with items: 1,000 items of 8 KiB. */
export const maxItemsBytes: number = 8 * 1_024 * 1_024

/** The refusal of a request with more items than one request may have. */
export function refuseTooMany(): Refusal {
  return new Refusal(
    'payload_too_large',
    `a request may have ${maxChunkItems} items: split them, and append the rest with POST /v1/batches/:id/items`,
  )
}

/** The refusal of a request with items whose body is too large. */
export function refuseTooLarge(): Refusal {
  return new Refusal('payload_too_large', 'a request with items may have 8 MiB: send fewer items at once')
}
