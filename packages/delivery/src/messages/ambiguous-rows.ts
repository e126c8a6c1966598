import type { Policy } from '@heliograph/shared/domain/policy'
import type { Db } from '../db/db.ts'

/** An ambiguous message with the attempt whose answer was lost. */
export type AmbiguousRow = {
  readonly messageId: string
  readonly tenantId: string
  readonly providerAccountId: string
  readonly attempt: number
  readonly policy: Policy
  readonly to: string
  readonly from: string | null
  readonly body: string | null
  readonly mediaUrls: readonly string[]
  readonly mediaCount: number
  readonly startedAt: Date
  readonly lostAt: Date
  readonly ageMs: number
  readonly checks: number
  /** True when a clean check now is far enough from the last one to count. */
  readonly isCheckDue: boolean
  readonly isExpired: boolean
}

/** Takes ambiguous messages whose next look has come and moves that look by `gapMs`. */
export function takeAmbiguous(db: Db, input: { limit: number; gapMs: number }): Promise<AmbiguousRow[]> {
  const gap = input.gapMs / 1000
  return db.$queryRaw<AmbiguousRow[]>`
    WITH due AS (
      SELECT id FROM mms_log WHERE status = 'ambiguous' AND next_at <= now()
      ORDER BY next_at LIMIT ${input.limit}::int FOR UPDATE SKIP LOCKED
    ), taken AS (
      UPDATE mms_log m SET next_at = now() + make_interval(secs => ${gap}::float8)
      FROM due WHERE m.id = due.id
      RETURNING m.*
    )
    SELECT m.id AS "messageId", m.tenant_id AS "tenantId", m.provider_account_id AS "providerAccountId",
      t.n AS attempt, m.policy, m.to_number AS "to", m.from_number AS "from", c.body,
      coalesce(c.media_urls, '{}') AS "mediaUrls", m.media_count AS "mediaCount", t.started_at AS "startedAt",
      coalesce(t.finished_at, now()) AS "lostAt", t.checks,
      (extract(epoch FROM now() - coalesce(t.finished_at, now())) * 1000)::float8 AS "ageMs",
      t.checked_at IS NULL OR t.checked_at <= now() - make_interval(secs => ${gap * 0.9}::float8) AS "isCheckDue",
      m.expires_at <= now() AS "isExpired"
    FROM taken m JOIN mms_attempt t ON t.message_id = m.id AND t.n = m.fence
      LEFT JOIN mms_content c ON c.message_id = m.id`
}
