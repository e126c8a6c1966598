import { acceptMessage, type IdempotencyClaim } from '@heliograph/delivery/messages/accept-message'
import { checkDraft } from '@heliograph/delivery/messages/check-draft'
import { openRingBudget } from '@heliograph/delivery/queue/ring-budget'
import {
  type AcceptedMessage,
  acceptedMessage,
  type CreateMessageBody,
  createMessageBody,
} from '@heliograph/shared/contracts/messages'
import type { FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { hashRequest, readIdempotencyKey } from '../idempotency-key.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'

const route = 'POST /v1/messages'

const schema = {
  operationId: 'createMessage',
  summary: 'Send a message',
  description:
    'Stores the message and answers once it is durable; sending happens after that. With an `Idempotency-Key` ' +
    'header the same request can be repeated safely: the first answer comes back with `Idempotent-Replayed: true`.',
  tags: ['messages'],
  security: [{ apiKey: [] }],
  // Loose, because what a schema of headers does not name is dropped from the request.
  headers: z.looseObject({
    'idempotency-key': z
      .string()
      .optional()
      .describe('1 to 255 visible ASCII characters, bare or as a quoted string. Make a new one per message.'),
  }),
  body: createMessageBody,
  response: {
    202: acceptedMessage.describe('The message is durable. `Location` names it.'),
    ...problemResponses(
      'invalid_request',
      'malformed_body',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'idempotency_in_flight',
      'payload_too_large',
      'unsupported_media_type',
      'idempotency_key_reused',
      'database_unavailable',
    ),
  },
}

/** POST /messages: checks the draft, stores it, answers 202, rings the doorbell. */
export const messagesCreate: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const { queue } = deps
  const onError = (error: unknown) => deps.log.debug({ event: 'doorbell.failed', err: error })
  const budget = queue && openRingBudget({ queue, clock: () => performance.now(), onError })
  app.post('/messages', { schema, config: { scope: 'messages:write' } }, async (request, reply) => {
    // The relay leaves the message to our own ring for a while, unless we will not ring.
    const bell = budget?.isOpen() === true ? budget : undefined
    const ringGraceMs = bell === undefined ? 0 : deps.ringGraceMs
    const { message, isNew } = await accept({ ...deps, ringGraceMs }, request, request.body)
    if (!isNew) reply.header('idempotent-replayed', 'true')
    else bell?.ring({ id: message.id, gen: 0 })
    return reply.code(202).header('location', message.links.self).send(message)
  })
  done()
}

async function accept(
  deps: ApiDeps,
  request: FastifyRequest,
  body: CreateMessageBody,
): Promise<{ message: AcceptedMessage; isNew: boolean }> {
  const idempotency = readClaim(request, body)
  const { simulated: allowPrivateHosts, requireHttpsMedia: requireHttps } = deps.settings
  const verdict = checkDraft({ account: deps.account, allowPrivateHosts, requireHttps }, body)
  if (verdict.kind === 'refused') throw refuseFields(verdict.problems)
  const result = await acceptMessage(deps, verdict.draft, {
    tenantId: getTenantId(request),
    ...(idempotency === undefined ? {} : { idempotency }),
  })
  if (idempotency !== undefined) noteFacts(request, { idempotency: result.kind })
  switch (result.kind) {
    case 'accepted':
    case 'replayed':
      noteFacts(request, { messageId: result.message.id })
      return { message: result.message, isNew: result.kind === 'accepted' }
    case 'key_reused':
      throw new Refusal('idempotency_key_reused', 'the key came with another body before; make a new key')
    case 'in_flight':
      throw new Refusal('idempotency_in_flight', 'try again in a second to get its answer', {
        headers: { 'retry-after': '1' },
      })
  }
}

function readClaim(request: FastifyRequest, body: CreateMessageBody): IdempotencyClaim | undefined {
  const key = readIdempotencyKey(request.headers['idempotency-key'])
  return key === undefined ? undefined : { route, key, requestHash: hashRequest(body) }
}
