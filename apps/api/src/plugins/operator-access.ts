import { writeAudit } from '@heliograph/delivery/audit/write-audit'
import type { Db } from '@heliograph/delivery/db/db'
import { findTenantByIdOrName, type TenantRow } from '@heliograph/delivery/tenants/list-tenants'
import type { FastifyRequest } from 'fastify'
import { readAuditSource } from '../audit-source.ts'
import { Refusal } from '../problems/refusal.ts'
import type { Reach, RequestAuth } from './auth.ts'
import { noteFacts } from './request-log.ts'

const maxPathLength = 300
const maxNames = 20

/**
 * Lets an operator act for the tenant that `Heliograph-Tenant` names by id or name. The request is in the audit log
 * before anything is read, whatever becomes of it. Throws `tenant_required` and `tenant_not_found`.
 */
export async function actForTenant(
  request: FastifyRequest,
  deps: { readonly db: Db },
  { auth, reach }: { readonly auth: RequestAuth; readonly reach: Reach },
): Promise<RequestAuth> {
  const named = readName(request)
  const tenant = named === undefined ? undefined : await findTenantByIdOrName(deps.db, named)
  await audit(request, deps.db, tenant)
  if (named !== undefined && tenant === undefined) {
    throw new Refusal('tenant_not_found', 'Heliograph-Tenant names no tenant: see GET /v1/tenants')
  }
  if (tenant === undefined && reach === 'tenant') {
    throw new Refusal('tenant_required', 'say which tenant with the header Heliograph-Tenant: its id or name')
  }
  if (tenant === undefined) return auth
  noteFacts(request, { tenantId: tenant.id })
  return { ...auth, tenantId: tenant.id }
}

async function audit(request: FastifyRequest, db: Db, tenant: TenantRow | undefined): Promise<void> {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  const [path = '', query = ''] = request.url.split('?', 2)
  // Names of filters only: their values can be numbers of recipients.
  const filters = [...new Set(new URLSearchParams(query).keys())].filter((name) =>
    /^[A-Za-z]{1,40}$/.test(name),
  )
  await writeAudit(db, {
    ...readAuditSource(request),
    tenantId: tenant?.id ?? null,
    action: isRead ? 'operator.read' : 'operator.write',
    target: path.slice(0, maxPathLength),
    details: { method: request.method, filters: filters.slice(0, maxNames) },
  })
}

function readName(request: FastifyRequest): string | undefined {
  const header = request.headers['heliograph-tenant']
  const name = (Array.isArray(header) ? header[0] : header)?.trim()
  return name === undefined || name === '' ? undefined : name.slice(0, 100)
}
