import { crashesToSuspect } from '@heliograph/shared/domain/poison'
import { isSuppressed } from '../consent/suppression-predicate.ts'
import { type Db, Prisma } from '../db/db.ts'
import { runStatement } from '../db/run-statement.ts'
import {
  type Claim,
  type ClaimedAttempt,
  type ClaimInput,
  claimMessage,
  isStopped,
  secondsLeft,
} from './claim-message.ts'
import { type CoalesceLimits, coalesce } from './coalesce.ts'

/** What all claims of one process have in common. */
export type ClaimTerms = Pick<ClaimInput, 'leaseMs' | 'worker' | 'probeIntervalMs'>
type Doorbell = Pick<ClaimInput, 'id' | 'gen'>

/**
 * Claims like `claimMessage`, several doorbells in one statement: what a statement costs is mostly planning
 * and opening partitions. It takes the plain case only (due, in time, nothing held, nobody opted out, no batch
 * stopped, no suspect); any other doorbell is claimed alone.
 */
export function claimTogether(
  db: Db,
  terms: ClaimTerms,
  limits: CoalesceLimits,
): (doorbell: Doorbell) => Promise<Claim> {
  const claimPlain = coalesce(async (doorbells: readonly Doorbell[]) => {
    const rows = await runStatement<ClaimedAttempt>(db, plainStatement(doorbells, terms))
    const claimed = new Map(rows.map((row) => [row.messageId, row]))
    // The same message may be asked for twice in one batch: the first one gets it.
    return doorbells.map(({ id }) => {
      const attempt = claimed.get(id)
      claimed.delete(id)
      return attempt
    })
  }, limits)
  return async (doorbell) => {
    // A batch that fails is claimed one by one, so that one row can never stop the others.
    const attempt = await claimPlain(doorbell).catch(() => undefined)
    return attempt === undefined ? claimMessage(db, { ...doorbell, ...terms }) : { kind: 'claimed', attempt }
  }
}

function plainStatement(doorbells: readonly Doorbell[], terms: ClaimTerms): Prisma.Sql {
  const ids = doorbells.map(({ id }) => id)
  return Prisma.sql`
    WITH locked AS MATERIALIZED (
      -- By id and nothing else: given more to go by, the planner may walk a whole lane instead.
      SELECT m.id, m.gen, m.status, m.next_at, m.expires_at, m.provider_account_id, m.sender_id,
        m.tenant_id, m.to_number, m.batch_id, m.crashes
      FROM mms_log m WHERE m.id = ANY(${ids}::uuid[])
      FOR UPDATE SKIP LOCKED
    ), due AS (
      SELECT DISTINCT m.id FROM locked m
        JOIN unnest(${ids}::uuid[], ${doorbells.map(({ gen }) => gen)}::int[]) AS asked (id, gen)
          ON m.id = asked.id AND m.gen = asked.gen
        JOIN provider_account a ON a.id = m.provider_account_id JOIN sender s ON s.id = m.sender_id
      WHERE m.status IN ('scheduled', 'queued', 'retrying') AND m.next_at <= now() AND m.expires_at > now()
        AND m.crashes < ${crashesToSuspect}::int
        AND a.held_at IS NULL AND s.held_at IS NULL AND NOT ${isSuppressed('m')} AND NOT ${isStopped()}
    ), moved AS (
      UPDATE mms_log m SET status = 'sending', fence = m.fence + 1, next_at = NULL, final_at = NULL,
        lease_until = now() + make_interval(secs => ${terms.leaseMs / 1000}::float8), version = m.version + 1
      FROM due WHERE m.id = due.id
      RETURNING m.*
    ), attempt AS (
      INSERT INTO mms_attempt (message_id, n, tenant_id, provider_account_id, state, worker)
      SELECT id, fence, tenant_id, provider_account_id, 'open', ${terms.worker} FROM moved
    ), event AS (
      INSERT INTO mms_event (message_id, version, tenant_id, type, status, rank, attempt)
      SELECT id, version, tenant_id, 'attempt.started', status, rank, fence FROM moved
    )
    SELECT moved.id AS "messageId", moved.fence AS attempt, moved.tenant_id AS "tenantId",
      moved.provider_account_id AS "providerAccountId", moved.sender_id AS "senderId", moved.to_number AS "to",
      moved.from_number AS "from", moved.messaging_service AS "messagingService",
      moved.attempts_used AS "attemptsUsed", moved.max_attempts AS "maxAttempts", ${secondsLeft()} AS "validitySeconds",
      content.body, content.media_urls AS "mediaUrls", content.require_mms AS "requireMms"
    FROM moved LEFT JOIN mms_content content ON content.message_id = moved.id`
}
