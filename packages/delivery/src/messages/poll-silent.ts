import type { Receipt } from '@heliograph/shared/domain/receipt'
import { priceLadderMs } from '@heliograph/shared/domain/retry-plan'
import type { ProviderMessage } from '@heliograph/shared/domain/send-outcome'
import type { Db } from '../db/db.ts'
import { armDeadline } from '../providers/arm-deadline.ts'
import type { Provider } from '../providers/provider.ts'
import { applyReceipt } from './apply-receipt.ts'
import type { LookUpPause } from './look-up-pause.ts'

/** How silence is looked into. */
export type PollDeps = {
  readonly db: Db
  readonly providerOf: (accountId: string) => Provider | undefined
  /** Waits between looks, in milliseconds; the last one repeats. */
  readonly ladderMs: readonly number[]
  /** How long `sent` is looked into. After that `closeSent` takes it, which a look would put off for ever. */
  readonly sentFinalAfterMs: number
  /** Most look-ups one call makes, side by side. */
  readonly limit: number
  readonly pause: LookUpPause
}

/** What one round of look-ups did. */
export type PollReport = { readonly looked: number; readonly moved: number; readonly unavailable: number }

type SilentRow = { id: string; attempt: number; providerId: string; providerAccountId: string }

const lookUpTimeoutMs = 10_000

/**
 * Asks providers about accepted messages that went silent, that got two last words, or that have no price
 * yet. Taking a row moves its next look, so that several processes share the work and a crash only delays it.
 */
export async function pollSilent(deps: PollDeps, signal: AbortSignal): Promise<PollReport> {
  const rows = await takeSilent(deps)
  const results = await Promise.all(rows.map((row) => lookUp(deps, row, signal)))
  return {
    looked: rows.length,
    moved: results.filter((result) => result === 'moved').length,
    unavailable: results.filter((result) => result === 'unavailable').length,
  }
}

function takeSilent(deps: PollDeps): Promise<SilentRow[]> {
  const ladder = deps.ladderMs.map((ms) => ms / 1000)
  const priceLadder = priceLadderMs.map((ms) => ms / 1000)
  return deps.db.$queryRaw<SilentRow[]>`
    WITH silent AS (
      SELECT id FROM mms_log
      WHERE status IN ('submitted', 'sent', 'delivered', 'undelivered', 'failed') AND next_at <= now()
        AND provider_id IS NOT NULL AND provider_account_id <> ALL(${deps.pause.paused()}::uuid[])
        AND (status <> 'sent' OR sent_at > now() - make_interval(secs => ${deps.sentFinalAfterMs / 1000}::float8))
      ORDER BY next_at LIMIT ${deps.limit}::int FOR UPDATE SKIP LOCKED
    ), taken AS (
      -- Past the end of the price ladder the index answers NULL, and with it the looking ends.
      UPDATE mms_log m SET polls = m.polls + 1, next_at = now() + make_interval(
        secs => CASE WHEN m.status IN ('submitted', 'sent')
          THEN (${ladder}::float8[])[least(m.polls + 2, cardinality(${ladder}::float8[]))]
          ELSE (${priceLadder}::float8[])[m.polls + 2] END)
      FROM silent WHERE m.id = silent.id
      RETURNING m.id, m.provider_id, m.provider_account_id
    )
    SELECT taken.id, ref.n AS attempt, taken.provider_id AS "providerId",
      taken.provider_account_id AS "providerAccountId"
    FROM taken JOIN provider_ref ref
      ON ref.provider_account_id = taken.provider_account_id AND ref.provider_id = taken.provider_id`
}

async function lookUp(
  deps: PollDeps,
  row: SilentRow,
  signal: AbortSignal,
): Promise<'moved' | 'same' | 'unavailable'> {
  const provider = deps.providerOf(row.providerAccountId)
  if (provider === undefined) return 'unavailable'
  using deadline = armDeadline(signal, lookUpTimeoutMs)
  const answer = await provider.lookUp(row.providerId, deadline.signal)
  if (answer.kind === 'unavailable' && answer.retryAfterMs !== undefined) {
    deps.pause.pause(row.providerAccountId, answer.retryAfterMs)
  }
  // Without look-ups the ladder only spaces out the looks: news comes by events alone.
  if (answer.kind === 'unsupported') return 'same'
  if (answer.kind !== 'found') return 'unavailable'
  const target = { messageId: row.id, attempt: row.attempt }
  const nextLookMs = deps.ladderMs[0] ?? 600_000
  const result = await applyReceipt({ db: deps.db, nextLookMs }, target, asReceipt(answer.message))
  return result.kind === 'applied' ? 'moved' : 'same'
}

/** A provider's own record of a message, as the receipt that it is. */
export function asReceipt({ mediaCount: _, ...message }: ProviderMessage): Receipt {
  return { source: 'lookup', ...message }
}
