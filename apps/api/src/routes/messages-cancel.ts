import { type CancelFacts, cancelMessage } from '@heliograph/delivery/messages/cancel-message'
import { takeBack } from '@heliograph/delivery/messages/take-back'
import { canceledMessage } from '@heliograph/shared/contracts/sending'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { idempotencyHeaders, idempotencyProblems, idempotent } from '../idempotent-write.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

const route = 'POST /v1/messages/:id/cancel'

const schema = {
  operationId: 'cancelMessage',
  summary: 'Cancel a message',
  description:
    'Cancels a message that is `scheduled`, `queued` or `retrying`; it is certainly not sent after that. Canceling it ' +
    'again gets the same answer. Once it is with the carrier it is taken back only where the provider can and has not ' +
    'handed it on (GET /v1/providers, `cancel`); otherwise 409, and the detail says why.',
  tags: ['messages'],
  security: [{ apiKey: [] }],
  headers: idempotencyHeaders,
  params: z.object({
    id: z
      .guid()
      .toLowerCase()
      .describe('Id of the message.')
      .meta({ examples: ['01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12'] }),
  }),
  response: {
    200: canceledMessage.describe('The message is canceled.'),
    ...problemResponses(
      'invalid_request',
      'malformed_body',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'message_not_found',
      'message_not_cancelable',
      ...idempotencyProblems,
      'payload_too_large',
      'unsupported_media_type',
      'database_unavailable',
    ),
  },
}

/** POST /messages/:id/cancel: ends a message before it is handed over. */
export const messagesCancel: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.post(
    '/messages/:id/cancel',
    { schema, config: { scope: 'messages:write' } },
    async (request, reply) => {
      const key = { tenantId: getTenantId(request), id: request.params.id }
      noteFacts(request, { messageId: key.id })
      // Asking a carrier has no place in a transaction; asking again on a repeat changes nothing.
      await takeBack({ ...deps, providerOf: (id) => deps.providers.get(id) }, key)
      const answer = await idempotent(request, reply, deps, route, async (tx) => {
        const result = await cancelMessage(tx, key)
        if (result.kind === 'not_found') throw new Refusal('message_not_found', 'check the id')
        if (result.kind === 'too_late') {
          throw new Refusal('message_not_cancelable', whyTooLate(result.facts))
        }
        const self = `/v1/messages/${key.id}`
        const body = {
          id: key.id,
          status: result.status,
          canceledAt: result.canceledAt.toISOString(),
          reference: result.reference,
          links: { self, events: `${self}/events` },
        }
        return { status: 200 as const, body }
      })
      return reply.code(answer.status).send(answer.body)
    },
  )
  done()
}

function whyTooLate({ status, startedAt, submittedAt, finalAt }: CancelFacts): string {
  const since = (time: Date | null) => (time === null ? '' : ` since ${time.toISOString()}`)
  const reasons: Partial<Record<MessageStatus, string>> = {
    sending: `it is being handed to the carrier${since(startedAt)}`,
    ambiguous: `it may be with the carrier: the answer to the attempt${since(startedAt).replace('since', 'of')} was lost and is being proven`,
    submitted: `it is with the carrier${since(submittedAt)}`,
    sent: `it is with the carrier${since(submittedAt)}`,
    blocked: `it was blocked and will not be sent: it ended${since(finalAt).replace('since', 'at')}`,
  }
  const reason = reasons[status] ?? `it has ended${since(finalAt).replace('since', 'at')}`
  return `the message is ${status}: ${reason}`
}
