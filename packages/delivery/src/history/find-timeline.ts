import { type Db, Prisma } from '../db/db.ts'
import { type MessageRow, messageColumns, messageJoins } from '../messages/message-queries.ts'

/** One event as the timeline needs it; times as JSON text. */
export type TimelineEvent = {
  readonly type: string
  readonly status: string
  readonly at: string
  readonly attempt: number | null
  readonly providerId: string | null
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly data: Readonly<Record<string, unknown>>
}

/** One attempt as the timeline needs it; times as JSON text. */
export type TimelineAttempt = {
  readonly n: number
  readonly state: string
  readonly providerId: string | null
  readonly httpStatus: number | null
  readonly requestId: string | null
  readonly startedAt: string
  readonly finishedAt: string | null
}

/** A message with its whole story, all of one moment. */
export type TimelineRow = MessageRow & {
  readonly leaseUntil: Date | null
  /** Set while its batch is paused. */
  readonly batchPausedAt: Date | null
  readonly events: readonly TimelineEvent[]
  readonly attemptRows: readonly TimelineAttempt[]
}

/** The story of one message of the tenant in one statement, or undefined. `id` must be a UUID. */
export async function findTimeline(
  deps: { readonly db: Db },
  key: { readonly tenantId: string; readonly id: string },
): Promise<TimelineRow | undefined> {
  const rows = await deps.db.$queryRaw<TimelineRow[]>(Prisma.sql`
    SELECT ${messageColumns()}, m.lease_until AS "leaseUntil",
      (SELECT b.paused_at FROM batch b WHERE b.id = m.batch_id AND b.tenant_id = m.tenant_id) AS "batchPausedAt",
      (SELECT coalesce(json_agg(json_build_object('type', e.type, 'status', e.status, 'at', e.at, 'attempt', e.attempt,
          'providerId', e.provider_id, 'errorCode', e.error_code, 'errorClass', e.error_class, 'data', e.data)
          ORDER BY e.version), '[]')
        FROM mms_event e WHERE e.message_id = m.id) AS events,
      (SELECT coalesce(json_agg(json_build_object('n', t.n, 'state', t.state, 'providerId', t.provider_id,
          'httpStatus', t.http_status, 'requestId', t.request_id, 'startedAt', t.started_at,
          'finishedAt', t.finished_at) ORDER BY t.n), '[]')
        FROM mms_attempt t WHERE t.message_id = m.id) AS "attemptRows"
    FROM mms_log m ${messageJoins()}
    WHERE m.id = ${key.id}::uuid AND m.tenant_id = ${key.tenantId}::uuid`)
  return rows[0]
}
