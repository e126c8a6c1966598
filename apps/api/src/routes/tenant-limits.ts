import type { AuditSource } from '@heliograph/delivery/audit/write-audit'
import type { Db, Tx } from '@heliograph/delivery/db/db'
import { removeTenantLimits, setTenantLimits } from '@heliograph/delivery/limits/change-tenant-limits'
import { findTenantLimits, type TenantLimits } from '@heliograph/delivery/limits/tenant-limits'
import { findTenant } from '@heliograph/delivery/tenants/list-tenants'
import {
  type LimitsView,
  limitsView,
  type SetLimitsBody,
  setLimitsBody,
} from '@heliograph/shared/contracts/tenant-limits'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { readAuditSource } from '../audit-source.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { accessProblems, writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { tenantsConfig as config, readTenantId, tenantNotFound, tenantParams } from './tenant-param.ts'

const common = { tags: ['tenants'], params: tenantParams }
const getSchema = {
  ...common,
  operationId: 'getTenantLimits',
  summary: 'Read the limits that a tenant has of its own',
  response: { 200: limitsView, ...problemResponses('tenant_not_found', ...accessProblems) },
}
const setSchema = {
  ...common,
  operationId: 'setTenantLimits',
  summary: 'Give a tenant limits of its own',
  description:
    'Instead of those it had: what is left out or null holds as the installation sets it. It counts within 10 seconds ' +
    'in every process, without a restart. Setting the same again changes nothing.',
  headers: idempotencyHeaders,
  body: setLimitsBody,
  response: { 200: limitsView, ...problemResponses('tenant_not_found', ...writeProblems) },
}
const removeSchema = {
  ...common,
  operationId: 'removeTenantLimits',
  summary: 'Take the limits of its own from a tenant',
  description: 'Those of the installation hold again, within 10 seconds. Doing it again changes nothing.',
  headers: idempotencyHeaders,
  response: { 200: limitsView, ...problemResponses('tenant_not_found', ...writeProblems) },
}

/** GET, PUT and DELETE /tenants/:id/limits: for operators with the scope `admin`. */
export const tenantLimits: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.get('/tenants/:id/limits', { schema: getSchema, config }, (request) =>
    viewLimits(deps.db, readTenantId(request.params.id)),
  )

  app.put('/tenants/:id/limits', { schema: setSchema, config }, async (request, reply) => {
    const limits = limitsOf(request.body)
    const answer = await change(deps, request, reply, (tx, tenantId, source) =>
      setTenantLimits(tx, { tenantId, limits }, source),
    )
    return reply.code(200).send(answer)
  })

  app.delete('/tenants/:id/limits', { schema: removeSchema, config }, async (request, reply) =>
    reply.code(200).send(await change(deps, request, reply, removeTenantLimits)),
  )
  done()
}

/** Changes limits once, and answers those that the tenant has then. */
async function change(
  deps: ApiDeps,
  request: FastifyRequest<{ Params: { id: string } }>,
  reply: FastifyReply,
  write: (tx: Tx, tenantId: string, source: AuditSource) => Promise<void>,
): Promise<LimitsView> {
  const tenantId = readTenantId(request.params.id)
  const route = `${request.method} /v1/tenants/:id/limits`
  const answer = await idempotent(request, reply, deps, route, async (tx) => {
    await demandTenant(tx, tenantId)
    await write(tx, tenantId, readAuditSource(request))
    return { status: 200, body: await viewLimits(tx, tenantId) }
  })
  deps.admission?.own.forget(tenantId)
  return answer.body
}

async function demandTenant(db: Db | Tx, tenantId: string): Promise<void> {
  if ((await findTenant(db, tenantId)) === undefined) throw tenantNotFound()
}

async function viewLimits(db: Db | Tx, tenantId: string): Promise<LimitsView> {
  const limits = await findTenantLimits(db, tenantId)
  if (limits === undefined) await demandTenant(db, tenantId)
  return {
    tenantId,
    dailyMessages: limits?.dailyMessages ?? null,
    dailyPerCountry: limits?.dailyPerCountry ?? null,
    countryMessages: { ...limits?.countryMessages },
    recipientPerHour: limits?.recipientPerHour ?? null,
    prefixPerHour: limits?.prefixPerHour ?? null,
    writesPerSecond: limits?.writesPerSecond ?? null,
    readsPerSecond: limits?.readsPerSecond ?? null,
  }
}

function limitsOf(body: SetLimitsBody): TenantLimits {
  return {
    dailyMessages: body.dailyMessages ?? undefined,
    dailyPerCountry: body.dailyPerCountry ?? undefined,
    countryMessages: body.countryMessages ?? {},
    recipientPerHour: body.recipientPerHour ?? undefined,
    prefixPerHour: body.prefixPerHour ?? undefined,
    writesPerSecond: body.writesPerSecond ?? undefined,
    readsPerSecond: body.readsPerSecond ?? undefined,
  }
}
