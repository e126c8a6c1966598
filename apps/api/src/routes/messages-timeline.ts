import { findTimeline } from '@heliograph/delivery/history/find-timeline'
import { viewTimeline } from '@heliograph/delivery/history/view-timeline'
import type { Explain } from '@heliograph/delivery/messages/message-view'
import { timeline } from '@heliograph/shared/contracts/timeline'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import type { ApiDeps } from '../api-deps.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

const schema = {
  operationId: 'getMessageTimeline',
  summary: 'Read what happened to one message, and why',
  description:
    'The history in plain words: waits with their reason, attempts with the answer of the carrier, receipts and price; ' +
    'and for every status where the message stands, by when news is expected, and who has to do what.',
  tags: ['messages'],
  security: [{ apiKey: [] }],
  params: z.object({
    id: z
      .guid()
      .toLowerCase()
      .describe('Id of the message.')
      .meta({ example: '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c' }),
  }),
  response: {
    200: timeline,
    ...problemResponses('message_not_found', ...accessProblems),
  },
}

/** GET /messages/:id/timeline, within the tenant of the key. It shows neither numbers nor content. */
export const messagesTimeline: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const explain: Explain = (accountId, code) => deps.providers.get(accountId)?.explain(code)
  app.get('/messages/:id/timeline', { schema, config: { scope: 'messages:read' } }, async (request) => {
    noteFacts(request, { messageId: request.params.id })
    const row = await findTimeline(deps, { tenantId: getTenantId(request), id: request.params.id })
    if (row === undefined) throw new Refusal('message_not_found', 'check the id')
    return viewTimeline(row, {
      explain,
      isSimulated: isSimulated(deps, row.providerAccountId),
      sentFinalAfterMs: deps.settings.sentFinalAfterMs,
      unknownAfterMs: deps.settings.unknownAfterMs,
    })
  })
  done()
}

/** Messages that a simulator carried are in no carrier's console. */
function isSimulated({ routing }: ApiDeps, accountId: string): boolean {
  return routing.some((account) => account.id === accountId && account.simulated)
}
