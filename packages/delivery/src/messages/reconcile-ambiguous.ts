import {
  type AmbiguitySettings,
  planAmbiguous,
  type UnprovenAttempt,
} from '@heliograph/shared/domain/ambiguity-plan'
import type { Policy } from '@heliograph/shared/domain/policy'
import type { Db } from '../db/db.ts'
import { armDeadline } from '../providers/arm-deadline.ts'
import type { ListedMessage, Provider } from '../providers/provider.ts'
import { type AmbiguousRow, takeAmbiguous } from './ambiguous-rows.ts'
import { applyReceipt } from './apply-receipt.ts'
import { declareAbsent, declareUnknown, keepWaiting } from './end-ambiguity.ts'
import { matchListed } from './match-listed.ts'
import { findTwins } from './twin-attempts.ts'

/** What reconciling needs. */
export type ReconcileDeps = {
  readonly db: Db
  readonly providerOf: (accountId: string) => Provider | undefined
  readonly settings: AmbiguitySettings
  /** Wait before a message that was found is looked up for news. */
  readonly nextLookMs: number
  /** Most attempts one call looks into, side by side. */
  readonly limit: number
  readonly onReconciled: (report: ReconcileReport) => void
}

/** What looking into one lost answer led to. */
export type ReconcileReport = {
  readonly messageId: string
  readonly tenantId: string
  readonly attempt: number
  readonly policy: Policy
  readonly outcome: 'found' | 'absent' | 'risky_resend' | 'unknown' | 'waiting' | 'failed'
  readonly detail?: string
}

const listTimeoutMs = 15_000

/**
 * Looks into attempts whose answer was lost: asks the provider's list, binds what it finds, and lets
 * the message's policy decide what becomes of what it does not find. Taking a row moves its next look,
 * so that several processes share the work and a crash only delays it. Answers how many it looked into.
 */
export async function reconcileAmbiguous(deps: ReconcileDeps, signal: AbortSignal): Promise<number> {
  const rows = await takeAmbiguous(deps.db, { limit: deps.limit, gapMs: deps.settings.gapMs })
  await Promise.all(rows.map((row) => reconcileOne(deps, row, signal)))
  return rows.length
}

async function reconcileOne(deps: ReconcileDeps, row: AmbiguousRow, signal: AbortSignal): Promise<void> {
  const search = await searchList(deps, row, signal)
  const outcome =
    search.kind === 'found' ? await bind(deps, row, search.message) : await plan(deps, row, search.kind)
  const { messageId, tenantId, attempt, policy } = row
  const detail = search.kind === 'unreachable' ? { detail: search.detail } : {}
  deps.onReconciled({ messageId, tenantId, attempt, policy, outcome, ...detail })
}

type Search =
  | { readonly kind: 'found'; readonly message: ListedMessage }
  | { readonly kind: 'clean' }
  | { readonly kind: 'unreachable'; readonly detail: string }

async function searchList(deps: ReconcileDeps, row: AmbiguousRow, signal: AbortSignal): Promise<Search> {
  const provider = deps.providerOf(row.providerAccountId)
  if (provider === undefined) return { kind: 'unreachable', detail: 'the account is not configured' }
  const since = new Date(row.startedAt.getTime() - 5_000)
  const target = { messageId: row.messageId, attempt: row.attempt }
  const query = { to: row.to, since, target, ...(row.from === null ? {} : { from: row.from }) }
  using deadline = armDeadline(signal, listTimeoutMs)
  const listing = await provider.list(query, deadline.signal)
  if (listing.kind === 'unavailable') return { kind: 'unreachable', detail: listing.detail }
  if (listing.kind === 'unsupported') return { kind: 'unreachable', detail: 'the provider has no list' }
  const candidates = matchListed(row, listing.messages)
  const [proven] = candidates.filter((message) => message.target !== undefined)
  if (proven !== undefined) return { kind: 'found', message: proven }
  if (candidates.length > 0) {
    const twins = await findTwins(deps.db, row, candidates)
    if (twins.unbound.length > 0 && twins.isAnySending) {
      return { kind: 'unreachable', detail: 'an equal message is being sent' }
    }
    // Of several attempts that nothing tells apart the oldest is taken for the oldest create.
    const message = twins.unbound[twins.older]
    if (message !== undefined) return { kind: 'found', message }
  }
  return listing.isComplete
    ? { kind: 'clean' }
    : { kind: 'unreachable', detail: 'the list is too long to read' }
}

async function bind(
  deps: ReconcileDeps,
  row: AmbiguousRow,
  message: ListedMessage,
): Promise<ReconcileReport['outcome']> {
  const { to: _, body: __, createdAt: ___, mediaCount: ____, target: _____, ...known } = message
  const target = { messageId: row.messageId, attempt: row.attempt }
  const result = await applyReceipt(deps, target, { source: 'list', ...known })
  return result.kind === 'applied' ? 'found' : 'waiting'
}

/** Where there is no list nothing can be confirmed: then `confirmed` acts as `at_most_once`. */
function policyFor(deps: ReconcileDeps, row: AmbiguousRow): Policy {
  const search = deps.providerOf(row.providerAccountId)?.capabilities.search
  return row.policy === 'confirmed' && search === 'none' ? 'at_most_once' : row.policy
}

async function plan(
  deps: ReconcileDeps,
  row: AmbiguousRow,
  listing: UnprovenAttempt['listing'],
): Promise<ReconcileReport['outcome']> {
  const isCounted = listing === 'clean' && row.isCheckDue
  const cleanChecks = row.checks + (isCounted ? 1 : 0)
  const next = planAmbiguous(deps.settings, { ...row, policy: policyFor(deps, row), cleanChecks, listing })
  if (next.kind === 'unknown') return (await declareUnknown(deps.db, row)) ? 'unknown' : 'waiting'
  if (next.kind === 'wait') {
    await keepWaiting(deps.db, row, { isCounted, nextInMs: next.nextInMs })
    return 'waiting'
  }
  const status = await declareAbsent(deps.db, row, { isRisky: next.isRisky })
  if (status === 'failed') return 'failed'
  if (status === undefined) return 'waiting'
  return next.isRisky ? 'risky_resend' : 'absent'
}
