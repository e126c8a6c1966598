import { runSql } from '@heliograph/testkit/run-sql'
import type { Posted } from './rig/load.ts'
import type { LedgerEntry } from './rig/simulator.ts'

/** A message row as far as the invariants look at it. */
export type MessageRow = {
  readonly id: string
  readonly to: string
  readonly status: string
  readonly policy: string
  readonly providerId: string | null
  readonly errorCode: string | null
  readonly isQuiet: boolean
  /** How often it was sent again although nobody could say whether it had arrived. */
  readonly riskyResends: number
}

/** A provider id bound to an attempt. */
export type BoundId = { readonly providerId: string; readonly messageId: string; readonly n: number }

/** A row that breaks a rule which SQL alone can judge. */
export type Offence = { readonly id: string; readonly why: string }

/** Everything the invariants are judged on: application, database and carrier, read after the run. */
export type Facts = {
  /** False when nothing is known of a message but the carrier's answer and its callbacks. */
  readonly canBeAsked: boolean
  readonly posted: readonly Posted[]
  readonly rows: readonly MessageRow[]
  /** Bindings by table: the narrow one that is unique, and the attempts. */
  readonly refs: readonly BoundId[]
  readonly attemptIds: readonly BoundId[]
  readonly creates: readonly LedgerEntry[]
  readonly historyOffences: readonly Offence[]
  readonly attemptOffences: readonly Offence[]
  /** Job keys left in Redis. */
  readonly leftJobs: readonly string[]
}

/** True in SQL when nothing more is expected of message `m`. */
const isQuiet = `(m.status IN ('delivered','undelivered','failed','canceled','expired','blocked','unknown')
  OR m.status = 'sent' AND m.final_at IS NOT NULL)`

/**
 * Counts messages that are not final yet. Of a carrier that cannot be asked, one that it has taken may stay as it is, when
 * the callbacks that would end it were lost.
 */
export async function countOpen(databaseUrl: string, canBeAsked: boolean): Promise<number> {
  const rows = await runSql<{ open: number }>(
    databaseUrl,
    `SELECT count(*)::int AS open FROM mms_log m
     WHERE NOT ${isQuiet} AND ($1 OR m.status NOT IN ('submitted', 'sent'))`,
    [canBeAsked],
  )
  return rows[0]?.open ?? 0
}

/** Reads what the database knows. */
export async function readDatabaseFacts(
  databaseUrl: string,
): Promise<Pick<Facts, 'rows' | 'refs' | 'attemptIds' | 'historyOffences' | 'attemptOffences'>> {
  const [rows, refs, attemptIds, historyOffences, attemptOffences] = await Promise.all([
    runSql<MessageRow>(
      databaseUrl,
      `SELECT m.id, m.to_number AS "to", m.status, m.policy, m.provider_id AS "providerId",
         m.error_code AS "errorCode", ${isQuiet} AS "isQuiet",
         (SELECT count(*)::int FROM mms_event e WHERE e.message_id = m.id AND e.type = 'attempt.absent'
           AND e.data @> '{"isRisky": true}') AS "riskyResends"
       FROM mms_log m`,
    ),
    runSql<BoundId>(
      databaseUrl,
      `SELECT provider_id AS "providerId", message_id AS "messageId", n FROM provider_ref`,
    ),
    runSql<BoundId>(
      databaseUrl,
      `SELECT provider_id AS "providerId", message_id AS "messageId", n FROM mms_attempt
       WHERE provider_id IS NOT NULL`,
    ),
    runSql<Offence>(databaseUrl, historyRules),
    runSql<Offence>(databaseUrl, attemptRules),
  ])
  return { rows, refs, attemptIds, historyOffences, attemptOffences }
}

const historyRules = `
  WITH steps AS (
    SELECT message_id, version, rank, status,
      row_number() OVER w AS n, max(rank) OVER (PARTITION BY message_id ORDER BY version
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS highest,
      last_value(status) OVER (PARTITION BY message_id ORDER BY version
        ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING) AS last_status,
      count(*) OVER (PARTITION BY message_id) AS total
    FROM mms_event WINDOW w AS (PARTITION BY message_id ORDER BY version)
  )
  SELECT message_id AS id, 'rank fell from ' || highest || ' to ' || rank || ' at version ' || version AS why
  FROM steps WHERE highest > rank
  UNION ALL
  SELECT message_id, 'step ' || n || ' of the history has version ' || version FROM steps WHERE n <> version
  UNION ALL
  SELECT m.id, 'the row has version ' || m.version || ' and ' || coalesce(s.total, 0) || ' events'
  FROM mms_log m LEFT JOIN (SELECT DISTINCT message_id, total FROM steps) s ON s.message_id = m.id
  WHERE m.version IS DISTINCT FROM s.total
  UNION ALL
  SELECT DISTINCT m.id, 'the row says ' || m.status || ', its last event ' || s.last_status
  FROM mms_log m JOIN steps s ON s.message_id = m.id WHERE s.last_status <> m.status`

const attemptRules = `
  WITH numbered AS (
    SELECT message_id, n, state, row_number() OVER (PARTITION BY message_id ORDER BY n) AS place FROM mms_attempt
  )
  SELECT message_id AS id, 'attempt ' || n || ' is number ' || place AS why FROM numbered WHERE n <> place
  UNION ALL
  SELECT message_id, count(*) || ' open attempts' FROM numbered WHERE state = 'open'
  GROUP BY message_id HAVING count(*) > 1
  UNION ALL
  SELECT m.id, 'fence ' || m.fence || ' with ' || count(t.n) || ' attempts'
  FROM mms_log m LEFT JOIN mms_attempt t ON t.message_id = m.id
  GROUP BY m.id, m.fence HAVING m.fence <> count(t.n)
  UNION ALL
  SELECT m.id, m.status || ' with an open attempt'
  FROM mms_log m JOIN mms_attempt t ON t.message_id = m.id
  WHERE t.state = 'open' AND m.status <> 'sending'`
