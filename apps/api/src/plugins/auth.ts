import { readApiKeyPrefix } from '@heliograph/delivery/tenants/api-key'
import type { FoundApiKey } from '@heliograph/delivery/tenants/key-record'
import type { Scope } from '@heliograph/delivery/tenants/scopes'
import type { FastifyInstance, FastifyRequest, RouteOptions } from 'fastify'
import type { ApiDeps } from '../api-deps.ts'
import { type Eventually, finish, whenThere } from '../eventually.ts'
import { addProblemResponses } from '../problems/add-problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { readClientNetwork } from './client-network.ts'
import type { FailureLimiter } from './failure-limiter.ts'
import { actForTenant } from './operator-access.ts'
import { noteFacts } from './request-log.ts'

// Who asks, and may they. The row of a key is remembered for 4 seconds per process (key-cache.ts), its secret is
// proven on every request. Failures are counted per network and per prefix. A prefix that this process knows is always
// proven, which costs next to nothing: failures of others never lock out a key that works here.

/** Whose routes they are: of one tenant, of the installation (operators only), or of both. */
export type Reach = 'tenant' | 'installation' | 'both'

/** Who a request speaks for. */
export type RequestAuth = Omit<FoundApiKey, 'tenantId'> & {
  /** `installationId` for an operator who names no tenant. */
  readonly tenantId: string
}

declare module 'fastify' {
  interface FastifyRequest {
    auth?: RequestAuth
  }
  interface FastifyContextConfig {
    /** The scope a key needs for this route. */
    scope?: Scope
    /** `tenant` unless said: operators then have to name one. */
    reach?: Reach
  }
  interface FastifySchema {
    'x-reach'?: Reach
  }
}

/** Stands for the installation where a tenant is asked for; no tenant has this id. */
export const installationId = '00000000-0000-0000-0000-000000000000'

const keyNames = new Set(['api_key', 'apikey', 'api-key', 'key', 'token', 'access_token', 'authorization'])
const bearer = /^Bearer +(hg_[A-Za-z0-9_-]{8,200})$/i

type Deps = Pick<ApiDeps, 'db' | 'keyCache'>

/**
 * Demands an API key with the route's scope on every route of this context. Denies by default: a route that declares
 * no scope, or is kept out of the OpenAPI document, cannot be added. The document tells the scope of each. Contexts that
 * share `failures` count wrong keys together.
 */
export function addAuth(app: FastifyInstance, deps: Deps, failures: FailureLimiter): void {
  app.addHook('onRoute', documentAuth)
  app.addHook('onRequest', (request, _reply, done) => {
    const work = () => {
      refuseKeyInUrl(request)
      return whenThere(authenticate(request, deps, failures), (found) => letIn(request, deps, found))
    }
    finish(work, done)
  })
}

function letIn(request: FastifyRequest, deps: Deps, found: FoundApiKey): Eventually<void> {
  const { tenantId, keyId } = found
  const auth = { ...found, tenantId: tenantId ?? installationId }
  request.auth = auth
  noteFacts(request, tenantId === null ? { isOperator: true, keyId } : { tenantId, keyId })
  const { scope, reach = 'tenant' } = request.routeOptions.config
  const demandScope = () => {
    if (scope !== undefined && found.scopes.includes(scope)) return
    throw new Refusal('scope_missing', `the key needs the scope ${scope ?? '(none can be granted)'}`)
  }
  if (found.isOperator) {
    return actForTenant(request, deps, { auth, reach }).then((acting) => {
      request.auth = acting
      demandScope()
    })
  }
  refuseOperatorThings(request, reach)
  demandScope()
}

/** Who an authenticated request speaks for. Throws on a route without authentication. */
export function getAuth(request: FastifyRequest): RequestAuth {
  if (request.auth === undefined) throw new Error('the route is not behind authentication')
  return request.auth
}

/** The tenant of an authenticated request. On a route of the installation it is `installationId`. */
export function getTenantId(request: FastifyRequest): string {
  return getAuth(request).tenantId
}

function authenticate(request: FastifyRequest, deps: Deps, limiter: FailureLimiter): Eventually<FoundApiKey> {
  const { authorization } = request.headers
  // Nothing was tried, so nothing is counted.
  if (authorization === undefined) throw unauthorized()
  const presented = bearer.exec(authorization)?.[1] ?? ''
  const prefix = readApiKeyPrefix(presented)
  const refuse = () => refuseWrong(deps, limiter, { prefix, network: networkOf(request) })
  if (prefix !== undefined && deps.keyCache.knows(prefix)) {
    return whenThere(deps.keyCache.find(presented), (found) => found ?? refuse())
  }
  return limiter
    .blockedMs(networkOf(request))
    .then(refuseTooMany)
    .then(() => deps.keyCache.find(presented))
    .then((found) => found ?? refuse())
}

type Attempt = { readonly prefix: string | undefined; readonly network: string }

async function refuseWrong(deps: Deps, limiter: FailureLimiter, attempt: Attempt): Promise<never> {
  const { prefix, network } = attempt
  const waitMs = [await limiter.note(network)]
  if (prefix !== undefined && deps.keyCache.knows(prefix)) waitMs.push(await limiter.note(`prefix ${prefix}`))
  refuseTooMany(Math.max(...waitMs))
  throw unauthorized()
}

function networkOf(request: FastifyRequest): string {
  return `network ${readClientNetwork(request.ip)}`
}

function refuseTooMany(waitMs: number): void {
  if (waitMs <= 0) return
  throw new Refusal(
    'too_many_failures',
    'too many wrong keys came from your network, or with this prefix; mend the key, then wait',
    { headers: { 'retry-after': String(Math.ceil(waitMs / 1_000)) } },
  )
}

/** The answer does not depend on what is named, so nothing is learnt from it. */
function refuseOperatorThings(request: FastifyRequest, reach: Reach): void {
  if (reach === 'installation') {
    throw new Refusal('operator_only', 'this route needs an operator key: npm run keys -- create --operator')
  }
  if (request.headers['heliograph-tenant'] !== undefined) {
    throw new Refusal('operator_only', 'only operator keys may name a tenant: leave Heliograph-Tenant out')
  }
}

/** One answer for every way in which a key can be wrong, so that nothing is learnt from it. */
function unauthorized(): Refusal {
  return new Refusal('unauthorized', 'send a valid key as Authorization: Bearer hg_…', {
    headers: { 'www-authenticate': 'Bearer realm="heliograph"' },
  })
}

function refuseKeyInUrl(request: FastifyRequest): void {
  const { url = '' } = request.raw
  const start = url.indexOf('?')
  if (start === -1) return
  for (const [name, value] of new URLSearchParams(url.slice(start + 1))) {
    if (keyNames.has(name.toLowerCase()) || value.startsWith('hg_')) {
      throw new Refusal(
        'key_in_url',
        'URLs end up in logs: send the key in the Authorization header, and replace a key that was sent in a URL',
      )
    }
  }
}

function documentAuth(route: RouteOptions): void {
  const { scope, reach = 'tenant' } = route.config ?? {}
  if (scope === undefined || route.schema?.hide === true) {
    throw new Error(`${String(route.method)} ${route.url} declares no scope or is hidden from the document`)
  }
  // OpenAPI 3.1 lets a bearer scheme name the roles that it needs here.
  route.schema = { ...route.schema, security: [{ apiKey: [scope] }], 'x-reach': reach }
  const ofTenant = reach === 'tenant' ? (['tenant_required'] as const) : []
  addProblemResponses(route, ['too_many_failures', 'operator_only', 'tenant_not_found', ...ofTenant])
}
