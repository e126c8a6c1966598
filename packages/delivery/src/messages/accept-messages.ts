import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import type { Db, Tx } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'
import { buildAnswer } from './accept-answer.ts'
import type { AcceptItem } from './accept-item.ts'
import { type AcceptRow, acceptStatement } from './accept-statement.ts'
import { type Probe, probeAll } from './probe.ts'
import { replayAcceptances } from './replay-acceptances.ts'

/**
 * `accepted`: stored now. `replayed`: the same key and body were accepted before, here is that answer.
 * `key_reused`: the key came with another body. `in_flight`: a request with this key is still being stored.
 * `opted_out`: the recipient does not want messages from this sender; nothing was stored and no key used up.
 */
export type Acceptance =
  | { readonly kind: 'accepted' | 'replayed'; readonly message: AcceptedMessage }
  | { readonly kind: 'key_reused' | 'in_flight' | 'opted_out' }

/** What accepting needs. */
export type AcceptDeps = {
  readonly db: Db | Tx
  /** How long the relay leaves a message to the caller's own doorbell; 0 when the caller rings none. */
  readonly ringGraceMs: number
  readonly probe: Probe
}

type Busy = { readonly kind: 'busy' }

/**
 * Stores messages, each with its content, first event, facets and idempotency record, all in one statement. What is
 * answered `accepted` is durable (in the caller's transaction: once that is committed); when it throws, nothing was
 * stored. Answers one acceptance per item, in order. Waits for another transaction that is just writing one of the
 * keys, at most the pool's lock timeout: then a single item is `in_flight`, and several fail with that error.
 */
export async function acceptMessages(deps: AcceptDeps, items: readonly AcceptItem[]): Promise<Acceptance[]> {
  const acceptances = await storeMessages(deps, items, { skipsBusyKeys: false })
  return acceptances.map((acceptance) => (acceptance.kind === 'busy' ? inFlight : acceptance))
}

/** The same, but an item whose key another process is just writing may be answered `busy` at once. */
export async function storeMessages(
  deps: AcceptDeps,
  items: readonly AcceptItem[],
  terms: { readonly skipsBusyKeys: boolean },
): Promise<(Acceptance | Busy)[]> {
  if (items.length === 0) return []
  await probeAll(
    deps.probe,
    'before_commit',
    items.map(({ id }) => id),
  )
  const rows = await insert(deps, items, terms)
  if (rows === 'locked') return [inFlight]
  const rowOf = new Map(rows.map((row) => [row.n, row]))
  const verdicts = items.map((item, n) => verdictOn(item, rowOf.get(n)))
  const replays = await replayAcceptances(
    deps.db,
    items.filter((_, n) => verdicts[n] === undefined),
  )
  const acceptances = items.map((item, n) => verdicts[n] ?? replays.get(item.id) ?? inFlight)
  const accepted = items.filter((_, n) => acceptances[n]?.kind === 'accepted')
  await probeAll(
    deps.probe,
    'after_commit',
    accepted.map(({ id }) => id),
  )
  return acceptances
}

async function insert(
  deps: AcceptDeps,
  items: readonly AcceptItem[],
  terms: { readonly skipsBusyKeys: boolean },
): Promise<AcceptRow[] | 'locked'> {
  try {
    return await runStatement<AcceptRow>(deps.db, acceptStatement(items, { ...deps, ...terms }))
  } catch (error) {
    if (items.length === 1 && sqlStateOf(error) === sqlState.lockNotAvailable) return 'locked'
    throw error
  }
}

// The row that was in the way is gone again only if its transaction was rolled back or retention removed it.
const inFlight = { kind: 'in_flight' } as const

function verdictOn(item: AcceptItem, row: AcceptRow | undefined): Acceptance | Busy | undefined {
  if (row === undefined) throw new Error('the message was not stored')
  if (row.isStored) return { kind: 'accepted', message: buildAnswer(item, row) }
  if (row.isSuppressed) return { kind: 'opted_out' }
  return row.isBusy ? { kind: 'busy' } : undefined
}
