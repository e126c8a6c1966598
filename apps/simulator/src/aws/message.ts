import type { MessageFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import type { Price } from './price.ts'
import type { SendInput } from './send-input.ts'

/** One accepted message. */
export type Message = {
  id: string
  input: SendInput
  /** The number that the recipient sees. */
  originationNumber: string
  /** Epoch milliseconds. */
  requestedAt: number
  price: Price
  ledger: LedgerEntry
  faults: MessageFaults
}
