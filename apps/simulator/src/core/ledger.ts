// What really arrived at the carrier. An entry exists from the moment a create request is complete, before any fault and
// before any validation, so a message can be counted even when its answer was lost. Sizes are bounded: the oldest goes.
import { createBoundedMap } from './bounded-map.ts'

/** One callback that was sent, withheld or forged for a create. */
export type LedgerCallback = {
  status: string
  /** ISO time at which the first byte was about to leave; for a lost callback, when it would have left. */
  at: string
  /** How it was disturbed, if at all: lost, late, doubled, reordered, forged, early. */
  faults: string[]
  idempotencyToken: string
  /** One element per try: the HTTP status, or the name of the failure (`connect`, `timeout`, …). Empty when lost. */
  answers: (number | string)[]
  durationMs: number
}

/** One create request as the carrier saw it. */
export type LedgerEntry = {
  /** Counts creates from 1 since the process started. */
  n: number
  provider: string
  receivedAt: string
  /** Monotonic microseconds since the process started. */
  receivedUs: number
  to: string | null
  from: string | null
  /** A pool of senders: messaging service, powerpack. */
  messagingServiceSid: string | null
  /** The customer's own id, where the carrier takes one with a create. */
  reference: string | null
  bodySha256: string | null
  mediaCount: number
  statusCallback: string | null
  /** Names of the faults that struck the request, in order. */
  faults: string[]
  /** True when a message came into being, whatever the client was told. */
  accepted: boolean
  /** The carrier's id of the message. */
  sid: string | null
  /** What left the simulator: an HTTP status, or `reset`, `hang`, `truncated`, `invalid`; null while undecided. */
  answer: number | string | null
  errorCode: number | string | null
  callbacks: LedgerCallback[]
}

/** What a provider's door knows when a create request is complete. */
export type Arrival = Pick<
  LedgerEntry,
  | 'provider'
  | 'to'
  | 'from'
  | 'messagingServiceSid'
  | 'reference'
  | 'bodySha256'
  | 'mediaCount'
  | 'statusCallback'
>

/** Which entries to show. `since` is an entry number (exclusive) or an ISO time (inclusive). */
export type LedgerFilter = {
  to?: string | undefined
  sid?: string | undefined
  provider?: string | undefined
  since?: string | undefined
  limit?: number | undefined
}

/** The record of every create. */
export type Ledger = {
  record(arrival: Arrival): LedgerEntry
  /** Oldest first. */
  list(filter: LedgerFilter): LedgerEntry[]
  totals(): { received: number; accepted: number; kept: number; dropped: number }
  clear(): void
}

/** Makes an empty ledger that keeps at most `limit` entries. */
export function createLedger(limit: number): Ledger {
  let next = 1
  let dropped = 0
  let received = 0
  let acceptedAndDropped = 0
  const entries = createBoundedMap<number, LedgerEntry>(limit, (entry) => {
    dropped += 1
    if (entry.accepted) acceptedAndDropped += 1
  })

  const record = (arrival: Arrival): LedgerEntry => {
    const entry: LedgerEntry = {
      n: next,
      receivedAt: new Date().toISOString(),
      receivedUs: Math.round(performance.now() * 1000),
      ...arrival,
      faults: [],
      accepted: false,
      sid: null,
      answer: null,
      errorCode: null,
      callbacks: [],
    }
    next += 1
    received += 1
    entries.set(entry.n, entry)
    return entry
  }

  const clear = (): void => {
    entries.clear()
    received = 0
    dropped = 0
    acceptedAndDropped = 0
  }

  const totals = (): ReturnType<Ledger['totals']> => {
    let accepted = acceptedAndDropped
    for (const entry of entries.values()) if (entry.accepted) accepted += 1
    return { received, accepted, kept: entries.size(), dropped }
  }

  return { record, list: (filter) => select(entries.values(), filter), totals, clear }
}

function select(entries: Iterable<LedgerEntry>, filter: LedgerFilter): LedgerEntry[] {
  const chosen: LedgerEntry[] = []
  const isLater = laterThan(filter.since)
  for (const entry of entries) {
    if (filter.to !== undefined && entry.to !== filter.to) continue
    if (filter.sid !== undefined && entry.sid !== filter.sid) continue
    if (filter.provider !== undefined && entry.provider !== filter.provider) continue
    if (!isLater(entry)) continue
    chosen.push(entry)
    if (chosen.length === filter.limit) break
  }
  return chosen
}

function laterThan(since: string | undefined): (entry: LedgerEntry) => boolean {
  if (since === undefined) return () => true
  if (/^\d+$/.test(since)) {
    const n = Number(since)
    return (entry) => entry.n > n
  }
  const sinceMs = Date.parse(since)
  return (entry) => Date.parse(entry.receivedAt) >= sinceMs
}
