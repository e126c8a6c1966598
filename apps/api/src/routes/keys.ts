import { type ApiKeyDraft, issueApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { type ApiKeyView, findApiKeyView, listApiKeys } from '@heliograph/delivery/tenants/list-api-keys'
import { revokeApiKey } from '@heliograph/delivery/tenants/revoke-api-key'
import { rotateApiKeyAnyTenant } from '@heliograph/delivery/tenants/rotate-api-key'
import {
  createKeyBody,
  keyPage,
  keyView,
  listKeysQuery,
  type MadeKey,
  madeKey,
  revokeKeyBody,
  rotateKeyBody,
} from '@heliograph/shared/contracts/keys'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { readAuditSource } from '../audit-source.ts'
import { idempotencyHeaders, idempotent } from '../idempotent-write.ts'
import { getTenantId } from '../plugins/auth.ts'
import { accessProblems, writeProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { refuseForeignScopes } from './grantable-scopes.ts'
import { getKey, viewKey } from './key-view.ts'
import { nextPageCursor, readPageCursor } from './page-cursor.ts'

const common = { tags: ['keys'] }
const params = z.object({
  id: z
    .string()
    .max(100)
    .describe('Id of the key.')
    .meta({ examples: ['0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c'] }),
})

const listSchema = {
  ...common,
  operationId: 'listKeys',
  summary: 'List the API keys of the tenant, newest first',
  querystring: listKeysQuery,
  response: { 200: keyPage, ...problemResponses('invalid_request', 'invalid_cursor', ...accessProblems) },
}
const oneSchema = {
  ...common,
  operationId: 'getKey',
  summary: 'Read one API key',
  params,
  response: { 200: keyView, ...problemResponses('key_not_found', ...accessProblems) },
}
const createSchema = {
  ...common,
  operationId: 'createKey',
  summary: 'Make an API key',
  description: 'The key is in this answer and nowhere else. You can grant only the scopes of your own key.',
  headers: idempotencyHeaders,
  body: createKeyBody,
  response: { 201: madeKey, ...problemResponses(...writeProblems) },
}
const rotateSchema = {
  ...common,
  operationId: 'rotateKey',
  summary: 'Give an API key a new secret',
  description:
    'Id, prefix, scopes and expiry stay. The old secret goes on working for `overlapSeconds`; rotating again ends it.',
  headers: idempotencyHeaders,
  params,
  body: rotateKeyBody,
  response: { 200: madeKey, ...problemResponses('key_not_found', 'key_not_active', ...writeProblems) },
}
const revokeSchema = {
  ...common,
  operationId: 'revokeKey',
  summary: 'Revoke an API key',
  description:
    'It stops working within 5 seconds in every process, for good. Revoking it again changes nothing.',
  headers: idempotencyHeaders,
  params,
  body: revokeKeyBody,
  response: { 200: keyView, ...problemResponses('key_not_found', 'last_admin_key', ...writeProblems) },
}

const config = { scope: 'admin' } as const
const shownOnce = 'keep the key now: it is shown this once'
const notShownAgain = 'the key was shown once, in the first answer; rotate it if it was lost'

/** /keys: a tenant manages its own keys with a key of scope `admin`. */
export const keys: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.get('/keys', { schema: listSchema, config }, async (request) => {
    const { limit, cursor } = request.query
    const scope = { tenantId: getTenantId(request), filter: ['keys'] }
    const beforeId = readPageCursor(deps, scope, cursor)
    const page = await listApiKeys(deps.db, { tenantId: scope.tenantId, limit, beforeId })
    return { data: page.rows.map(viewKey), nextCursor: nextPageCursor(deps, scope, page) }
  })

  app.get('/keys/:id', { schema: oneSchema, config }, async (request) =>
    viewKey(await getKey(deps.db, { tenantId: getTenantId(request), id: request.params.id })),
  )

  app.post('/keys', { schema: createSchema, config }, async (request, reply) => {
    refuseForeignScopes(request, request.body.scopes)
    const { name, scopes, expiresInSeconds } = request.body
    const tenantId = getTenantId(request)
    const life = expiresInSeconds === undefined ? {} : { expiresInMs: expiresInSeconds * 1_000 }
    const draft: ApiKeyDraft = { tenantId, name, scopes, ...life }
    const answer = await idempotent(request, reply, deps, 'POST /v1/keys', async (tx) => {
      const made = await issueApiKey(tx, draft, readAuditSource(request))
      return showOnce(201, await findApiKeyView(tx, { tenantId, id: made.keyId }), made.key)
    })
    return reply.code(answer.status).header('location', `/v1/keys/${answer.body.id}`).send(answer.body)
  })

  app.post('/keys/:id/rotate', { schema: rotateSchema, config }, async (request, reply) => {
    const place = { tenantId: getTenantId(request), id: request.params.id }
    const answer = await idempotent(request, reply, deps, 'POST /v1/keys/:id/rotate', async (tx) => {
      const { prefix, scopes } = await getKey(tx, place)
      // Whoever gets the secret of a key can do what it may.
      refuseForeignScopes(request, scopes)
      const order = { prefix, overlapSeconds: request.body.overlapSeconds }
      const result = await rotateApiKeyAnyTenant(tx, order, readAuditSource(request))
      if (result.kind === 'not_active') {
        throw new Refusal('key_not_active', 'make another key with POST /v1/keys')
      }
      return showOnce(200, result.view, result.key)
    })
    deps.keyCache.forget(answer.body.prefix)
    return reply.code(answer.status).send(answer.body)
  })

  app.post('/keys/:id/revoke', { schema: revokeSchema, config }, async (request, reply) => {
    const place = { tenantId: getTenantId(request), id: request.params.id }
    const answer = await idempotent(request, reply, deps, 'POST /v1/keys/:id/revoke', async (tx) => {
      await getKey(tx, place)
      const order = { isForced: request.body.force, source: readAuditSource(request) }
      const { kind } = await revokeApiKey(tx, place, order)
      if (kind === 'last_admin') {
        throw new Refusal(
          'last_admin_key',
          'make another key with the scope admin first, or send "force": true',
        )
      }
      return { status: 200, body: viewKey(await getKey(tx, place)) }
    })
    deps.keyCache.forget(answer.body.prefix)
    return reply.code(answer.status).send(answer.body)
  })
  done()
}

/** The answer with the key, and the one that is kept for replays without it. */
function showOnce<Status extends number>(
  status: Status,
  view: ApiKeyView | undefined,
  key: string,
): { status: Status; body: MadeKey; kept: MadeKey } {
  if (view === undefined) throw new Error('a key is gone in the transaction that made it')
  const shown = viewKey(view)
  return {
    status,
    body: { ...shown, key, note: shownOnce },
    kept: { ...shown, key: null, note: notShownAgain },
  }
}
