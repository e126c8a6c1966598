import type { ErrorClass } from './error-class.ts'
import type { ReceiptStatus } from './status.ts'

/** One report of a provider about a message: the answer to a send, a status callback, a look-up or the provider's list. */
export type Receipt = {
  readonly source: 'answer' | 'callback' | 'lookup' | 'list'
  readonly providerId: string
  readonly status: ReceiptStatus
  readonly errorCode?: string
  /** What kind of trouble `errorCode` means; `unknown` for a code without an entry. */
  readonly errorClass?: ErrorClass
  /** The sender that carried it, where the provider names one. */
  readonly from?: string
  readonly segments?: number
  readonly price?: string
  readonly priceUnit?: string
}
