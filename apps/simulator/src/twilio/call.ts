import type { Answer } from '../core/ending.ts'
import type { Operation } from '../core/fault-rule.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import type { Form } from './form.ts'
import type { Twilio } from './twilio.ts'

/** One API request that found its route. */
export type Call = {
  /** Path and query as sent. */
  url: URL
  /** Path below `/Accounts/{AC}`, split at the variable parts: message SID, media SID. */
  sids: string[]
  form: Form
  /** Present on create only. */
  entry: LedgerEntry | undefined
}

/** Carries out one kind of API request. */
export type Handler = (twilio: Twilio, call: Call) => Answer | Promise<Answer>

/** A method and a path of the API. */
export type Route = { operation: Operation; method: string; path: RegExp; handle: Handler }
