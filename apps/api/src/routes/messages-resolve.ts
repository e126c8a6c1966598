import { findMessage } from '@heliograph/delivery/messages/message-queries'
import { type Explain, viewMessage } from '@heliograph/delivery/messages/message-view'
import { resolveUnknown } from '@heliograph/delivery/messages/resolve-unknown'
import { messageView, resolveMessageBody } from '@heliograph/shared/contracts/messages'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { canReadContent } from '../content-access.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

const schema = {
  operationId: 'resolveMessage',
  summary: 'Settle an unknown message by hand',
  description:
    'For a message whose fate could not be proven: says what a person found out, for example in the console of the ' +
    'carrier. It is kept in the history with its author. A receipt that comes later is believed more.',
  tags: ['messages'],
  security: [{ apiKey: [] }],
  params: z.object({
    id: z
      .guid()
      .toLowerCase()
      .describe('Id of the message.')
      .meta({ examples: ['01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12'] }),
  }),
  body: resolveMessageBody,
  response: {
    200: messageView,
    ...problemResponses(
      'invalid_request',
      'malformed_body',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'message_not_found',
      'message_not_unknown',
      'provider_id_mismatch',
      'payload_too_large',
      'unsupported_media_type',
      'database_unavailable',
    ),
  },
}

/** POST /messages/:id/resolve: a person's word for an unknown message. */
export const messagesResolve: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  app.post('/messages/:id/resolve', { schema, config: { scope: 'ops' } }, async (request) => {
    const key = { tenantId: getTenantId(request), id: request.params.id }
    noteFacts(request, { messageId: key.id })
    const author = request.auth?.keyId ?? ''
    const { tenantId, id: messageId } = key
    const result = await resolveUnknown(deps.db, { ...request.body, tenantId, messageId, author })
    if (result === 'not_unknown') {
      throw new Refusal('message_not_unknown', 'only a message with status unknown can be resolved')
    }
    if (result === 'taken') {
      throw new Refusal('provider_id_mismatch', 'this provider id belongs to another message')
    }
    const row = result === 'not_found' ? undefined : await findMessage(deps, key)
    if (row === undefined) throw new Refusal('message_not_found', 'check the id')
    const explain: Explain = (accountId, code) => deps.providers.get(accountId)?.explain(code)
    return viewMessage(row, explain, canReadContent(request))
  })
  done()
}
