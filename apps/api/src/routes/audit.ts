import { type AuditRow, listAudit } from '@heliograph/delivery/audit/list-audit'
import {
  type auditLine,
  auditPage,
  type ListAuditQuery,
  listAuditQuery,
} from '@heliograph/shared/contracts/audit'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId, installationId } from '../plugins/auth.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'

const schema = {
  operationId: 'listAudit',
  summary: 'List the audit log, newest first',
  description:
    'What keys and people did to keys, tenants, batches and consent, and what operators read. Lines are never changed; each ' +
    'holds a hash over the one before. An operator who names no tenant sees the whole installation.',
  tags: ['audit'],
  querystring: listAuditQuery,
  response: {
    200: auditPage,
    ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems),
  },
}

/** GET /audit: a tenant's own lines; for operators all. */
export const audit: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.get('/audit', { schema, config: { scope: 'admin', reach: 'both' } }, async (request) => {
    const tenantId = getTenantId(request)
    const { limit, cursor } = request.query
    const scope = { tenantId, filter: ['audit', ...filterOf(request.query)] }
    const beforeId = readPageCursor(deps, scope, cursor)
    const { action, actor, since, until } = request.query
    const filter = {
      tenantId: tenantId === installationId ? undefined : tenantId,
      action,
      actor,
      since: since === undefined ? undefined : new Date(since),
      until: until === undefined ? undefined : new Date(until),
    }
    const page = await listAudit(deps.db, filter, { limit, beforeId })
    return { data: page.rows.map(viewLine), nextCursor: nextPageCursor(deps, scope, page) }
  })
  done()
}

function filterOf(query: ListAuditQuery): (string | null)[] {
  return [query.action ?? null, query.actor ?? null, query.since ?? null, query.until ?? null]
}

function viewLine(row: AuditRow): z.infer<typeof auditLine> {
  return { ...row, seq: Number(row.seq), at: row.at.toISOString() }
}
