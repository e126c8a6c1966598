import type { TenantLimits } from '@heliograph/delivery/limits/tenant-limits'
import { readApiKeyPrefix } from '@heliograph/delivery/tenants/api-key'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../api-deps.ts'
import { type Eventually, finish, whenThere } from '../eventually.ts'
import { addProblemResponses } from '../problems/add-problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'
import { readClientNetwork } from './client-network.ts'
import { isEssential } from './essential-paths.ts'
import type { RateLimiter, RatePolicy, RateVerdict } from './rate-limiter.ts'

/** Requests a second for each key, and requests without a valid key in ten seconds for each address. 0 means no limit. */
export type Rates = { readonly writes: number; readonly reads: number; readonly anonymous: number }

/** The limiter of a process with what it allows. */
export type RateLimiting = { readonly limiter: RateLimiter; readonly rates: Rates }

type Deps = Pick<ApiDeps, 'admission' | 'rateLimiting' | 'keyCache'>
type KeyCache = Pick<ApiDeps['keyCache'], 'knows'>

const anonymousWindowSeconds = 10
const maxRemembered = 10_000

/**
 * Limits requests: per API key once it is known, else per address. Answers of counted requests carry `RateLimit` and
 * `RateLimit-Policy` (draft-ietf-httpapi-ratelimit-headers-10). An address with too many requests without a key
 * gets 429 before its key is looked up, unless this process knows the key. Must be added before the routes.
 */
export function addRateLimit(app: FastifyInstance, deps: Deps): void {
  app.addHook('onRoute', (route) => {
    if (route.config?.scope !== undefined) addProblemResponses(route, ['rate_limited', 'overloaded'])
  })
  if (deps.rateLimiting === undefined) return
  const { limiter, rates } = deps.rateLimiting
  if (rates.anonymous > 0) limitAddresses(app, deps.keyCache, { limiter, limit: rates.anonymous })
  // After every onRequest hook: whatever context a route is in, its key is known by now.
  app.addHook('preParsing', (request, reply, _payload, done) => {
    finish(
      () => takeTurn(deps, { limiter, rates }, request, reply),
      (error) => done(error ?? null),
    )
  })
}

function takeTurn(
  { admission }: Deps,
  { limiter, rates }: RateLimiting,
  request: FastifyRequest,
  reply: FastifyReply,
): Eventually<void> {
  const { auth } = request
  if (auth === undefined) return
  return whenThere(admission?.own.of(auth.tenantId), (own) => {
    const policy = policyOf(rates, own, request)
    if (policy.limit === 0) return
    return whenThere(limiter.take(policy, auth.keyId), (verdict) => {
      setHeaders(reply, verdict)
      if (!verdict.isAllowed) throw refuseKey(verdict)
    })
  })
}

function limitAddresses(
  app: FastifyInstance,
  keyCache: KeyCache,
  { limiter, limit }: { readonly limiter: RateLimiter; readonly limit: number },
): void {
  const policy = { name: 'anonymous', limit, windowSeconds: anonymousWindowSeconds }
  const blocked = openMemory()
  app.addHook('onRequest', (request, _reply, done) => {
    const untilMs = blocked.until(readClientNetwork(request.ip))
    const isRefused = untilMs !== undefined && !isEssential(request) && !namesKnownKey(keyCache, request)
    done(isRefused ? refuseAnonymous(untilMs - performance.now()) : undefined)
  })
  const count = async (address: string) => {
    if (blocked.until(address) !== undefined) return
    const { isAllowed, remaining, resetSeconds } = await limiter.take(policy, address)
    if (!isAllowed || remaining === 0) blocked.set(address, performance.now() + resetSeconds * 1_000)
  }
  app.addHook('onResponse', (request, _reply, done) => {
    if (request.auth !== undefined || isEssential(request)) done()
    else finish(() => count(readClientNetwork(request.ip)), done)
  })
}

function policyOf(rates: Rates, own: TenantLimits | undefined, request: FastifyRequest): RatePolicy {
  const isRead = request.method === 'GET' || request.method === 'HEAD'
  return isRead
    ? { name: 'reads', limit: own?.readsPerSecond ?? rates.reads, windowSeconds: 1 }
    : { name: 'writes', limit: own?.writesPerSecond ?? rates.writes, windowSeconds: 1 }
}

function setHeaders(reply: FastifyReply, { policy, remaining, resetSeconds }: RateVerdict): void {
  reply.header('ratelimit-policy', `"${policy.name}";q=${policy.limit};w=${policy.windowSeconds}`)
  reply.header('ratelimit', `"${policy.name}";r=${remaining};t=${resetSeconds}`)
}

function refuseKey({ policy, resetSeconds }: RateVerdict): Refusal {
  const detail = `this key may make ${policy.limit} ${policy.name} in ${policy.windowSeconds} s; send many messages as a batch`
  return new Refusal('rate_limited', detail, { headers: { 'retry-after': String(resetSeconds) } })
}

function refuseAnonymous(leftMs: number): Refusal {
  return new Refusal('rate_limited', 'too many requests without a valid API key came from this address', {
    headers: { 'retry-after': String(Math.max(1, Math.ceil(leftMs / 1_000))) },
  })
}

/** Whether the request names a key that works here: it is proven in a moment, and its holder did nothing wrong. */
function namesKnownKey(keyCache: KeyCache, request: FastifyRequest): boolean {
  const prefix = readApiKeyPrefix(/\S+$/.exec(request.headers.authorization ?? '')?.[0] ?? '')
  return prefix !== undefined && keyCache.knows(prefix)
}

/** What holds until a time, bounded; what is over is forgotten. Times as of `performance.now()`. */
function openMemory(): { until(id: string): number | undefined; set(id: string, untilMs: number): void } {
  const times = new Map<string, number>()
  return {
    until: (id) => {
      const untilMs = times.get(id)
      return untilMs !== undefined && untilMs > performance.now() ? untilMs : undefined
    },
    set: (id, untilMs) => {
      if (times.size >= maxRemembered && !times.has(id)) forget(times)
      times.set(id, untilMs)
    },
  }
}

function forget(times: Map<string, number>): void {
  for (const [id, untilMs] of times) {
    if (untilMs <= performance.now()) times.delete(id)
  }
  if (times.size >= maxRemembered) times.clear()
}
