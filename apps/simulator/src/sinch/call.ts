import type { Answer } from '../core/ending.ts'
import type { Operation } from '../core/fault-rule.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import type { Sinch } from './sinch.ts'

/** One API request that found its route. */
export type Call = {
  query: URLSearchParams
  /** The variable parts of the path below the plan, in order: batch or inbound id, recipient. */
  ids: string[]
  /** The parsed body; undefined when there is none or it is not JSON. */
  json: unknown
  /** Present on a create only. */
  entry: LedgerEntry | undefined
}

/** Carries out one kind of API request. */
export type Handler = (sinch: Sinch, call: Call) => Answer | Promise<Answer>

/** A method and a path of the API. */
export type Route = { operation: Operation; method: string; path: RegExp; handle: Handler }
