import { homeNumberOf } from '@heliograph/delivery/accounts/routing'
import { readRecipient } from '@heliograph/delivery/history/read-recipient'
import { hashRecipient } from '@heliograph/delivery/reports/recipient-hash'
import { maxChunkItems } from '@heliograph/shared/contracts/batches'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../api-deps.ts'
import type { Refusal } from '../problems/refusal.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** What the request was answered with, set by sendError. */
    refusal?: Refusal
  }
}

const writes = new Set(['POST', 'PUT', 'PATCH', 'DELETE'])
/** Where the routes of this API carry a recipient. */
const recipientFields = ['to', 'recipient', 'destinationPhoneNumber']
const maxProblems = 20
/** Of one batch; a number takes some 20 microseconds to read and hash. */
const maxItemRecipients = 100

type Deps = Pick<ApiDeps, 'refusals' | 'keyring' | 'routing'>

/**
 * Keeps every write of this context that was refused with 400 to 429 after authentication. It runs once the
 * answer is out, so that it can neither fail nor slow a request.
 */
export function addRefusedRequests(app: FastifyInstance, deps: Deps): void {
  app.addHook('onResponse', (request, reply, done) => {
    const { refusal } = request
    if (refusal !== undefined) record(deps, request, { refusal, status: reply.statusCode })
    done()
  })
}

function record(
  deps: Deps,
  request: FastifyRequest,
  { refusal, status }: { readonly refusal: Refusal; readonly status: number },
): void {
  const { auth, method, routeOptions } = request
  if (status < 400 || status > 429) return
  if (auth === undefined) {
    deps.refusals.countAnonymous()
    return
  }
  // A look-up is a POST only because a number does not belong into a URL.
  if (!writes.has(method) || routeOptions.config.scope === 'messages:read') return
  const { tenantId, keyId } = auth
  const homeNumber = homeNumberOf(deps.routing)
  const number = findRecipient(request.body, homeNumber)
  deps.refusals.note({
    id: request.id,
    tenantId,
    keyId,
    at: new Date(),
    method,
    route: routeOptions.url ?? '(unknown)',
    status,
    code: refusal.code,
    problems: refusal.problems.slice(0, maxProblems).map(({ field, rule }) => ({ field, rule })),
    recipientHash: number === undefined ? null : hashRecipient(deps.keyring, { tenantId, number }),
    recipientHashes: listItemRecipients(request.body, refusal, homeNumber).map((one) =>
      hashRecipient(deps.keyring, { tenantId, number: one }),
    ),
  })
}

/** The number that a body names as its recipient, in E.164; undefined when it names none that can be read. */
function findRecipient(body: unknown, homeNumber: string | undefined): string | undefined {
  if (typeof body !== 'object' || body === null) return undefined
  const named = Object.entries(body).find(([name]) => recipientFields.includes(name))
  return typeof named?.[1] === 'string' ? readRecipient(named[1], homeNumber) : undefined
}

/** The numbers that items of a batch name, those of the items that were found bad first, as many as are kept. */
function listItemRecipients(
  body: unknown,
  { problems }: Refusal,
  homeNumber: string | undefined,
): readonly string[] {
  if (typeof body !== 'object' || body === null || !('items' in body) || !Array.isArray(body.items)) return []
  const items: readonly unknown[] = body.items.slice(0, maxChunkItems)
  const bad = problems.map(({ field }) => items[Number(/^items\[(\d+)\]/.exec(field)?.[1])])
  const numbers = new Set<string>()
  for (const item of new Set([...bad, ...items])) {
    const number = findRecipient(item, homeNumber)
    if (number !== undefined) numbers.add(number)
    if (numbers.size === maxItemRecipients) break
  }
  return [...numbers]
}
