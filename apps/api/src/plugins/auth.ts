import type { Db } from '@heliograph/delivery/db/db'
import { type FoundApiKey, findApiKey } from '@heliograph/delivery/tenants/find-api-key'
import type { Scope } from '@heliograph/delivery/tenants/scopes'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { Refusal } from '../problems/refusal.ts'
import { noteFacts } from './request-log.ts'

declare module 'fastify' {
  interface FastifyRequest {
    auth?: FoundApiKey
  }
  interface FastifyContextConfig {
    /** The scope a key needs for this route. */
    scope?: Scope
  }
}

const keyNames = new Set(['api_key', 'apikey', 'api-key', 'key', 'token', 'access_token', 'authorization'])
const bearer = /^Bearer +(hg_[A-Za-z0-9_-]{8,200})$/i

/**
 * Demands an API key with the route's scope on every route of this context. Denies by default: a route
 * that declares no scope answers 403 to every key.
 */
export function addAuth(app: FastifyInstance, deps: { readonly db: Db }): void {
  app.addHook('onRequest', async (request) => {
    refuseKeyInUrl(request)
    const secret = bearer.exec(request.headers.authorization ?? '')?.[1]
    const auth = secret === undefined ? undefined : await findApiKey(deps.db, secret)
    if (auth === undefined) throw unauthorized()
    request.auth = auth
    noteFacts(request, { tenantId: auth.tenantId, keyId: auth.keyId })
    const { scope } = request.routeOptions.config
    if (scope === undefined || !auth.scopes.includes(scope)) {
      throw new Refusal('scope_missing', `the key needs the scope ${scope ?? '(none can be granted)'}`)
    }
  })
}

/** The tenant of an authenticated request. Throws on a route without authentication. */
export function getTenantId(request: FastifyRequest): string {
  if (request.auth === undefined) throw new Error('the route is not behind authentication')
  return request.auth.tenantId
}

/** One answer for every way in which a key can be wrong, so that nothing is learnt from it. */
function unauthorized(): Refusal {
  return new Refusal('unauthorized', 'send a valid key as Authorization: Bearer hg_…', {
    headers: { 'www-authenticate': 'Bearer realm="heliograph"' },
  })
}

function refuseKeyInUrl(request: FastifyRequest): void {
  const query = new URLSearchParams(request.raw.url?.split('?').slice(1).join('?') ?? '')
  for (const [name, value] of query) {
    if (keyNames.has(name.toLowerCase()) || value.startsWith('hg_')) {
      throw new Refusal(
        'key_in_url',
        'URLs end up in logs: send the key in the Authorization header, and replace a key that was sent in a URL',
      )
    }
  }
}
