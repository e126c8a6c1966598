import type { Db } from '../db/db.ts'
import { wasRolledBack } from '../db/sql-state.ts'
import type { RingBudget } from '../queue/ring-budget.ts'
import type { AcceptItem, IdempotencyClaim } from './accept-item.ts'
import { type Acceptance, type AcceptDeps, acceptMessages, storeMessages } from './accept-messages.ts'
import { type CoalesceLimits, coalesce } from './coalesce.ts'

// One statement for all requests that arrive together: what a statement costs is mostly the round trip, planning,
// opening partitions and the commit. No request waits for another one's key: a key that another process is just
// writing is found by a lock that nobody waits for, its request is then stored alone; and should a statement fail,
// each of its requests is tried alone, so that one can never stop the others.

/** What accepting together needs: the bell, when this process rings for what it stores. */
export type TogetherDeps = AcceptDeps & {
  /** For the shared statement; best one that keeps its plan. What is stored alone may wait for others and goes to `db`. */
  readonly sharedDb: Db
  readonly bell: RingBudget | undefined
}

/** Accepts one item like `acceptMessages`, in one statement with those that came at the same time, and rings for it. */
export function acceptTogether(
  deps: TogetherDeps,
  limits: CoalesceLimits,
): (item: AcceptItem) => Promise<Acceptance> {
  const storeShared = coalesce(
    (items: readonly AcceptItem[]) =>
      ringFor(deps, items, (rung) =>
        storeMessages({ ...deps, db: deps.sharedDb }, rung, { skipsBusyKeys: true }),
      ),
    limits,
  )
  const storeAlone = async (item: AcceptItem): Promise<Acceptance> => {
    const [acceptance] = await ringFor(deps, [item], (rung) => acceptMessages(deps, rung))
    if (acceptance === undefined) throw new Error('the message was not stored')
    return acceptance
  }
  return shareKeys(async (item) => {
    try {
      const acceptance = await storeShared(item)
      return acceptance.kind === 'busy' ? await storeAlone(item) : acceptance
    } catch (error) {
      if (!wasRolledBack(error)) throw error
      return await storeAlone(item)
    }
  })
}

/** Rings for what was stored and is due, as far as the budget goes; the relay finds the rest at once. */
async function ringFor<Result extends Acceptance | { readonly kind: 'busy' }>(
  { bell, ringGraceMs }: TogetherDeps,
  items: readonly AcceptItem[],
  store: (items: readonly AcceptItem[]) => Promise<Result[]>,
): Promise<Result[]> {
  const reserved = bell?.reserve(items.length) ?? 0
  let rung = 0
  try {
    const results = await store(
      items.map((item, n) => ({ ...item, ringGraceMs: n < reserved ? ringGraceMs : 0 })),
    )
    const rings = results
      .slice(0, reserved)
      .flatMap((result) => (isDueNow(result) ? [result.message.id] : []))
    rung = rings.length
    bell?.ring(rings.map((id) => ({ id, gen: 0 })))
    return results
  } finally {
    bell?.release(reserved - rung)
  }
}

type Stored = Extract<Acceptance, { kind: 'accepted' | 'replayed' }>

function isDueNow(result: Acceptance | { readonly kind: 'busy' }): result is Stored {
  return result.kind === 'accepted' && result.message.status === 'queued'
}

/** Empty once the request has its answer. */
type RunningKey = { first: { readonly hash: Uint8Array; readonly answer: Promise<Acceptance> } | undefined }

/** Lets equal requests that run at the same time in this process wait for the first of them and take its answer. */
function shareKeys(
  accept: (item: AcceptItem) => Promise<Acceptance>,
): (item: AcceptItem) => Promise<Acceptance> {
  const running = new Map<string, RunningKey>()
  const acceptKeyed = async (item: AcceptItem, claim: IdempotencyClaim): Promise<Acceptance> => {
    const name = nameOf(item.tenantId, claim)
    const first = running.get(name)?.first
    if (first !== undefined)
      return follow(await first.answer, isSame(first.hash, claim.requestHash)) ?? accept(item)
    const answer = accept(item)
    const entry: RunningKey = { first: { hash: claim.requestHash, answer } }
    running.set(name, entry)
    try {
      return await answer
    } finally {
      running.delete(name)
      // What a table of the map let go may still be held by an older one (docs/adr/025-young-garbage.md).
      entry.first = undefined
    }
  }
  return (item) => (item.idempotency === undefined ? accept(item) : acceptKeyed(item, item.idempotency))
}

/** What the first request's answer means for another one with its key; undefined when it says nothing about it. */
function follow(first: Acceptance, isSameRequest: boolean): Acceptance | undefined {
  if (first.kind === 'in_flight') return first
  if (first.kind === 'accepted' || first.kind === 'replayed') {
    return isSameRequest ? { kind: 'replayed', message: first.message } : { kind: 'key_reused' }
  }
  return isSameRequest ? first : undefined
}

function nameOf(tenantId: string, { route, key }: IdempotencyClaim): string {
  return `${tenantId} ${route} ${key}`
}

function isSame(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0
}
