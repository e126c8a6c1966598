import type { Db } from '@heliograph/delivery/db/db'
import { shareCounts } from '@heliograph/delivery/limits/share-counts'

// Counts per tenant, name and window. This process counts by itself and at once; what it let in is told to the
// others through Postgres, and theirs is heard, once a second and whenever a share of the limit is untold: a quarter of a
// small limit, a hundredth of a large one. Below that nothing is told, so that recipients who get a few messages cost no
// write. A limit can be passed by (processes - 1) x that share and the requests under way. A crash forgets the untold.

/** What is counted for a tenant. The window is a multiple of its length since 1970. */
export type CountTerms = { readonly name: string; readonly limit: number; readonly windowMs: number }

/** A counter in the window that was open when it was found. Find it again after waiting; only `add` changes it. */
export type Counter = {
  readonly tenantId: string
  readonly name: string
  /** Milliseconds since 1970. */
  readonly endsAtMs: number
  /** Of a day: few of them, and worth remembering to its end. */
  readonly isLasting: boolean
  /** How much may stay untold. */
  readonly shareAt: number
  /** Told total of all processes, this one included. */
  told: number
  untold: number
  /** When the total was heard; undefined while nothing was told. */
  heardAtMs: number | undefined
}

/** Counters of this process. */
export type WindowCounts = {
  find(tenantId: string, terms: CountTerms): Counter
  /** Asks the others again about counters that they may have moved since; undefined if there are none. Never throws. */
  refresh(counters: readonly Counter[]): Promise<void> | undefined
  add(counter: Counter, count: number): void
  close(): Promise<void>
}

type Deps = {
  readonly db: Db
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

const shareEveryMs = 1_000
const maxShared = 2_000
const maxEntries = 100_000
const lastingMs = 86_400_000

/** Opens the counters. Whoever opened them closes them, which tells the rest. */
export function openWindowCounts(deps: Deps): WindowCounts {
  const entries = new Map<string, Counter>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  let dropAtSize = maxEntries
  const find = (tenantId: string, { name, limit, windowMs }: CountTerms): Counter => {
    const endsAtMs = (Math.floor(deps.now() / windowMs) + 1) * windowMs
    const id = `${tenantId} ${name}`
    const known = entries.get(id)
    if (known !== undefined && known.endsAtMs === endsAtMs) return known
    if (entries.size >= dropAtSize) {
      dropOld(entries, deps.now())
      dropAtSize = Math.max(maxEntries, entries.size + maxEntries / 10)
    }
    const shareAt = shareOf(limit)
    const isLasting = windowMs >= lastingMs
    const entry = { tenantId, name, endsAtMs, shareAt, isLasting, told: 0, untold: 0, heardAtMs: undefined }
    entries.delete(id)
    entries.set(id, entry)
    return entry
  }
  // One at a time: what is being told must not be told twice.
  let last: Promise<void> = Promise.resolve()
  const share = (select: () => readonly Counter[]): Promise<void> => {
    last = last.then(() => tellAll(deps, select()))
    return last
  }
  const schedule = () => {
    if (timer !== undefined || isClosed) return
    timer = setTimeout(() => {
      timer = undefined
      void share(() => [...entries.values()].filter(isWorthTelling))
    }, shareEveryMs)
  }
  return {
    find,
    refresh: (counters) => {
      const isAsked = (counter: Counter) => isStale(counter, deps.now())
      return counters.some(isAsked) ? share(() => counters.filter(isAsked)) : undefined
    },
    add: (counter, count) => {
      counter.untold += count
      if (isWorthTelling(counter)) schedule()
    },
    close: async () => {
      isClosed = true
      clearTimeout(timer)
      await share(() => [...entries.values()].filter((entry) => entry.untold !== 0))
    },
  }
}

async function tellAll(deps: Deps, entries: readonly Counter[]): Promise<void> {
  for (let from = 0; from < entries.length; from += maxShared) {
    await tell(deps, entries.slice(from, from + maxShared))
  }
}

function shareOf(limit: number): number {
  return Math.max(1, Math.min(Math.floor(limit / 4), Math.max(100, Math.floor(limit / 100))))
}

function isWorthTelling(entry: Counter): boolean {
  if (entry.untold === 0) return false
  return entry.heardAtMs !== undefined || entry.untold >= entry.shareAt
}

/** Others may have let more in since: worth asking before the next message. */
function isStale(entry: Counter, nowMs: number): boolean {
  if (entry.untold >= entry.shareAt) return true
  return entry.heardAtMs !== undefined && nowMs - entry.heardAtMs > 2 * shareEveryMs
}

/** What could not be told stays untold. */
async function tell(deps: Deps, entries: readonly Counter[]): Promise<void> {
  const given = entries.map((entry) => entry.untold)
  try {
    const totals = await shareCounts(
      deps.db,
      entries.map(({ tenantId, name, endsAtMs }, index) => ({
        tenantId,
        name,
        endsAt: new Date(endsAtMs),
        count: given[index] ?? 0,
      })),
    )
    for (const [index, entry] of entries.entries()) {
      entry.told = totals[index] ?? entry.told
      entry.untold -= given[index] ?? 0
      entry.heardAtMs = deps.now()
    }
  } catch (error) {
    deps.onError(error)
  }
}

/** Makes room for a tenth: windows that are over, and recipients and ranges with too little to tell, the oldest first. */
function dropOld(entries: Map<string, Counter>, nowMs: number): void {
  let left = maxEntries / 10
  for (const [id, entry] of entries) {
    if (left === 0) return
    const isSmall = !entry.isLasting && entry.heardAtMs === undefined
    if (entry.endsAtMs > nowMs && !isSmall) continue
    entries.delete(id)
    left -= 1
  }
}
