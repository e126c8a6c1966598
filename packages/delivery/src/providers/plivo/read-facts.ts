import type { ErrorClass } from '@heliograph/shared/domain/error-class'
import { classifyCode } from './error-catalogue.ts'
import { readNumber } from './phone-number.ts'

type Written = string | null | undefined

/** Side facts of a message as Plivo writes them, in a callback and in a record alike. */
export type WrittenFacts = {
  readonly from: Written
  readonly units: Written
  readonly amount: Written
  readonly errorCode: Written
}

/** Side facts of a message in our words. */
export type Facts = {
  readonly from?: string
  readonly segments?: number
  readonly price?: string
  readonly priceUnit?: string
  readonly errorCode?: string
  readonly errorClass?: ErrorClass
}

/** Reads the side facts; what is unreadable is left out. */
export function readFacts({ from, units, amount, errorCode }: WrittenFacts): Facts {
  const number = readNumber(from)
  const segments = /^\d{1,4}$/.test(units ?? '') ? Number(units) : 0
  const code = readErrorCode(errorCode)
  return {
    ...(number === undefined ? {} : { from: number }),
    ...(segments > 0 ? { segments } : {}),
    ...(amount && isBilled(amount) ? { price: amount, priceUnit } : {}),
    ...(code === undefined ? {} : { errorCode: code, errorClass: classifyCode(code) ?? 'unknown' }),
  }
}

/** Plivo names no currency: its accounts are billed in US dollars. */
const priceUnit = 'USD'

/** Zero stands in the record until the message is billed, and for ever where it failed before the carrier. */
function isBilled(amount: string): boolean {
  return /^\d{1,9}(\.\d{1,9})?$/.test(amount) && Number(amount) > 0
}

/** "000" and nothing at all both mean that there is no error. */
function readErrorCode(code: Written): string | undefined {
  return code && /^\d{1,6}$/.test(code) && Number(code) > 0 ? code : undefined
}
