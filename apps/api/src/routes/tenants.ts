import {
  type ChangeTenantResult,
  changeTenant,
  createTenant,
} from '@heliograph/delivery/tenants/change-tenant'
import { findTenant, listTenants, type TenantRow } from '@heliograph/delivery/tenants/list-tenants'
import {
  changeTenantBody,
  createTenantBody,
  listTenantsQuery,
  tenantPage,
  tenantView,
} from '@heliograph/shared/contracts/tenants'
import { policies } from '@heliograph/shared/domain/policy'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { readAuditSource } from '../audit-source.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { installationId } from '../plugins/auth.ts'
import { accessProblems, writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'
import { tenantsConfig as config, readTenantId, tenantNotFound, tenantParams } from './tenant-param.ts'

const common = { tags: ['tenants'] }
const writeErrors = ['tenant_name_taken', ...writeProblems] as const

const listSchema = {
  ...common,
  operationId: 'listTenants',
  summary: 'List all tenants, newest first',
  querystring: listTenantsQuery,
  response: { 200: tenantPage, ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems) },
}
const oneSchema = {
  ...common,
  operationId: 'getTenant',
  summary: 'Read one tenant',
  params: tenantParams,
  response: { 200: tenantView, ...problemResponses('tenant_not_found', ...accessProblems) },
}
const createSchema = {
  ...common,
  operationId: 'createTenant',
  summary: 'Make a tenant',
  headers: idempotencyHeaders,
  body: createTenantBody,
  response: { 201: tenantView, ...problemResponses(...writeErrors) },
}
const changeSchema = {
  ...common,
  operationId: 'changeTenant',
  summary: 'Rename a tenant, set its policy, or switch it off and on',
  headers: idempotencyHeaders,
  params: tenantParams,
  body: changeTenantBody,
  response: { 200: tenantView, ...problemResponses('tenant_not_found', ...writeErrors) },
}

/** /tenants: for operators with the scope `admin`. */
export const tenants: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.get('/tenants', { schema: listSchema, config }, async (request) => {
    const { limit, cursor } = request.query
    const scope = { tenantId: installationId, filter: ['tenants'] }
    const beforeId = readPageCursor(deps, scope, cursor)
    const page = await listTenants(deps.db, { limit, beforeId })
    return { data: page.rows.map(viewTenant), nextCursor: nextPageCursor(deps, scope, page) }
  })

  app.get('/tenants/:id', { schema: oneSchema, config }, async (request) => {
    const tenant = await findTenant(deps.db, readTenantId(request.params.id))
    if (tenant === undefined) throw tenantNotFound()
    return viewTenant(tenant)
  })

  app.post('/tenants', { schema: createSchema, config }, async (request, reply) => {
    const answer = await idempotent(request, reply, deps, 'POST /v1/tenants', async (tx) => ({
      status: 201,
      body: viewResult(await createTenant(tx, request.body, readAuditSource(request))),
    }))
    return reply.code(answer.status).header('location', `/v1/tenants/${answer.body.id}`).send(answer.body)
  })

  app.patch('/tenants/:id', { schema: changeSchema, config }, async (request, reply) => {
    const order = { id: readTenantId(request.params.id), change: request.body }
    const answer = await idempotent(request, reply, deps, 'PATCH /v1/tenants/:id', async (tx) => ({
      status: 200,
      body: viewResult(await changeTenant(tx, order, readAuditSource(request))),
    }))
    // Its keys are in the cache by their prefixes.
    deps.keyCache.forget()
    return reply.code(answer.status).send(answer.body)
  })
  done()
}

function viewResult(result: ChangeTenantResult): z.infer<typeof tenantView> {
  switch (result.kind) {
    case 'done':
      return viewTenant(result.tenant)
    case 'name_taken':
      throw new Refusal('tenant_name_taken', 'choose another name: GET /v1/tenants lists those in use')
    case 'unknown':
      throw tenantNotFound()
  }
}

function viewTenant(row: TenantRow): z.infer<typeof tenantView> {
  const defaultPolicy = policies.find((policy) => policy === row.defaultPolicy) ?? 'confirmed'
  return {
    id: row.id,
    name: row.name,
    defaultPolicy,
    isActive: row.isActive,
    createdAt: row.createdAt.toISOString(),
  }
}
