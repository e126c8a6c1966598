import type { Answer } from '../core/ending.ts'
import type { Operation } from '../core/fault-rule.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import type { JsonBody } from './json-body.ts'
import type { Plivo } from './plivo.ts'

/** One API request that found its route. */
export type Call = {
  /** Path and query as sent. */
  url: URL
  /** The message that the path names; empty when it names none. */
  uuid: string
  body: JsonBody
  requesterIp: string
  /** Present on create only. */
  entry: LedgerEntry | undefined
}

/** Carries out one kind of API request. */
export type Handler = (plivo: Plivo, call: Call) => Answer | Promise<Answer>

/** A method and a path of the API. */
export type Route = { operation: Operation; method: string; path: RegExp; handle: Handler }
