import { homeNumberOf } from '@heliograph/delivery/accounts/routing'
import { maskNumber } from '@heliograph/delivery/history/mask-content'
import { readRecipient } from '@heliograph/delivery/history/read-recipient'
import { searchMessages } from '@heliograph/delivery/history/search-messages'
import type { MessageRow } from '@heliograph/delivery/messages/message-queries'
import { type Explain, viewMessage } from '@heliograph/delivery/messages/message-view'
import { listHolds, listSuppressionsOf } from '@heliograph/delivery/reports/recipient-blocks'
import { listRecipientHashes } from '@heliograph/delivery/reports/recipient-hash'
import { giveVerdict, type LastMessage } from '@heliograph/delivery/reports/recipient-verdict'
import { listRefusedRequests } from '@heliograph/delivery/reports/refused-requests'
import type { MessageView } from '@heliograph/shared/contracts/messages'
import {
  lookupRecipientBody,
  type RecipientReport,
  recipientReport,
} from '@heliograph/shared/contracts/recipients'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import type { ApiDeps } from '../api-deps.ts'
import { canReadContent } from '../content-access.ts'
import { getTenantId } from '../plugins/auth.ts'
import { accessProblems, bodyProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { refuseFields } from '../problems/refusal.ts'
import { viewRefused } from '../refused-view.ts'

const shown = 10

const schema = {
  operationId: 'lookUpRecipient',
  summary: 'Ask what became of messages to one number',
  description:
    'The last messages, opt-outs, holds and refused requests of one recipient, with a verdict in one sentence. ' +
    'The number is in the body, because URLs end up in logs.',
  tags: ['reports'],
  security: [{ apiKey: [] }],
  body: lookupRecipientBody,
  response: {
    200: recipientReport,
    ...problemResponses(...bodyProblems, ...accessProblems),
  },
}

/** POST /recipients/lookup, within the tenant of the key. */
export const recipients: FastifyPluginCallbackZod<{ deps: ApiDeps }> = (app, { deps }, done) => {
  const explain: Explain = (accountId, code) => deps.providers.get(accountId)?.explain(code)
  app.post('/recipients/lookup', { schema, config: { scope: 'messages:read' } }, async (request) => {
    const number = readRecipient(request.body.number, homeNumberOf(deps.routing))
    if (number === undefined) throw refuseFields([notANumber])
    const recipient = { tenantId: getTenantId(request), number }
    return await report(deps, recipient, { explain, isContentShown: canReadContent(request) })
  })
  done()
}

const notANumber = {
  field: 'number',
  rule: 'phone_number',
  message: 'is not a phone number; write it with its country code, like +15558675310',
}

async function report(
  deps: ApiDeps,
  recipient: { readonly tenantId: string; readonly number: string },
  { explain, isContentShown }: { readonly explain: Explain; readonly isContentShown: boolean },
): Promise<RecipientReport> {
  const { tenantId, number } = recipient
  const recipientHashes = listRecipientHashes(deps.keyring, recipient)
  const [messages, optOuts, held, refused] = await Promise.all([
    searchMessages(deps, { filter: { tenantId, to: number }, order: 'desc', limit: shown }),
    listSuppressionsOf(deps, recipient),
    listHolds(deps),
    listRefusedRequests(deps, { tenantId, limit: shown, recipientHashes }),
  ])
  const views = messages.rows.map((row) => viewMessage(row, explain, isContentShown))
  // Senders are numbers too.
  const show = (address: string | null) =>
    isContentShown || address === null ? address : maskNumber(address)
  const suppressions = optOuts.map((row) => ({ ...row, sender: show(row.sender) }))
  const verdict = giveVerdict({
    now: new Date(),
    suppressions,
    lastMessage: lastOf(messages.rows[0], views[0]),
    refused: refused.rows,
  })
  return {
    number: isContentShown ? number : maskNumber(number),
    verdict,
    messages: views,
    suppressions: suppressions.map((row) => ({ ...row, since: row.since.toISOString() })),
    holds: held.map((row) => ({
      ...row,
      sender: show(row.sender),
      since: row.since.toISOString(),
      nextProbeAt: row.nextProbeAt?.toISOString() ?? null,
    })),
    refusedRequests: refused.rows.map(viewRefused),
  }
}

function lastOf(row: MessageRow | undefined, view: MessageView | undefined): LastMessage | undefined {
  if (row === undefined || view === undefined) return undefined
  return {
    ...row,
    status: view.status,
    reason: view.error?.title ?? null,
    isHeld: view.hold !== null,
  }
}
