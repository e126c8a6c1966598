import type { Acceptance } from '@heliograph/delivery/messages/accept-messages'
import { acceptTogether } from '@heliograph/delivery/messages/accept-together'
import { checkDraft, type DraftVerdict } from '@heliograph/delivery/messages/check-draft'
import { viewError } from '@heliograph/delivery/messages/message-view'
import { rehearseMessage } from '@heliograph/delivery/messages/rehearse-message'
import { openRingBudget } from '@heliograph/delivery/queue/ring-budget'
import {
  type AcceptedMessage,
  acceptedMessage,
  type CreateMessageBody,
  createMessageBody,
} from '@heliograph/shared/contracts/messages'
import { type DryRun, dryRun } from '@heliograph/shared/contracts/sending'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { acceptAdmitted, demandOf } from '../admission/accept-admitted.ts'
import { rehearseAdmission } from '../admission/admit.ts'
import type { ApiDeps } from '../api-deps.ts'
import { rulesOf } from '../draft-rules.ts'
import { hashRequest, readIdempotencyKey } from '../idempotency-key.ts'
import { idempotencyHeaders, idempotencyProblems, refuseKey } from '../idempotent-write.ts'
import { getTenantId } from '../plugins/auth.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { maxWaitSeconds, readWaitSeconds } from '../prefer-wait.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal, refuseFields } from '../problems/refusal.ts'
import { openStatusWatch, type StatusWatch } from '../wait-for-status.ts'

const route = 'POST /v1/messages'

const schema = {
  operationId: 'createMessage',
  summary: 'Send a message',
  description:
    'Stores the message and answers once it is durable; sending happens after that, at `sendAt` if that is given. ' +
    'With an `Idempotency-Key` header the same request can be repeated safely: the first answer comes back with ' +
    '`Idempotent-Replayed: true`. With `Prefer: wait=N` the answer waits until the carrier took or refused the ' +
    'message, at most N seconds. With `validateOnly` nothing is stored and the answer is the verdict.',
  tags: ['messages'],
  security: [{ apiKey: [] }],
  headers: idempotencyHeaders.extend({
    prefer: z
      .string()
      .optional()
      .describe(
        `\`wait=N\`: answer with the first settled status, after at most N seconds, N up to ${maxWaitSeconds} (RFC 7240).`,
      )
      .meta({ examples: ['wait=10'] }),
  }),
  body: createMessageBody,
  response: {
    200: dryRun.describe('The verdict of a dry run; nothing was stored.'),
    202: acceptedMessage.describe('The message is durable. `Location` names it.'),
    ...problemResponses(
      'invalid_request',
      'malformed_body',
      'key_in_url',
      'unauthorized',
      'scope_missing',
      'recipient_opted_out',
      ...idempotencyProblems,
      'payload_too_large',
      'unsupported_media_type',
      'quota_exceeded',
      'velocity_exceeded',
      'sender_backlog',
      'database_unavailable',
    ),
  },
}

/** One shared statement at a time is the fastest; a second one when it is full or stuck. */
const sharing = { maxBatch: 64, maxRunning: 4, patienceMs: 25 } as const

/** POST /messages: checks the draft, stores it, rings the doorbell, answers 202; waits for news if asked to. */
export const messagesCreate: FastifyPluginCallbackZod<{ deps: ApiDeps; path?: string }> = (
  app,
  { deps, path = '/messages' },
  done,
) => {
  const { queue } = deps
  const onError = (error: unknown) => deps.log.debug({ event: 'doorbell.failed', err: error })
  const bell = queue && openRingBudget({ queue, clock: () => performance.now(), onError })
  const accept = acceptTogether({ ...deps, sharedDb: deps.acceptDb, bell }, sharing)
  const watch = openStatusWatch({
    db: deps.db,
    onError: (error) => deps.log.debug({ event: 'wait.failed', err: error }),
  })
  app.addHook('preClose', (closed) => {
    watch.close()
    closed()
  })
  app.post(path, { schema, config: { scope: 'messages:write' } }, async (request, reply) => {
    const { validateOnly = false, ...body } = request.body
    const verdict = checkDraft(rulesOf(deps, getTenantId(request)), body)
    if (validateOnly) return reply.code(200).send(await rehearse(deps, request, verdict))
    // Read once: after their validation each reading copies all of them.
    const { headers } = request
    const idempotency = readClaim(headers, request.body)
    if (verdict.kind === 'refused') throw refuseFields(verdict.problems)
    const { draft } = verdict
    const item = {
      id: deps.newId(),
      draft,
      tenantId: getTenantId(request),
      ...(idempotency && { idempotency }),
    }
    const result = await acceptAdmitted(deps, accept, item)
    if (idempotency !== undefined) noteFacts(request, { idempotency: result.kind })
    const message = messageOf(result)
    noteFacts(request, { messageId: message.id })
    if (result.kind === 'replayed') reply.header('idempotent-replayed', 'true')
    reply.code(202).header('location', message.links.self)
    const seconds = message.status === 'scheduled' ? undefined : readWaitSeconds(headers.prefer)
    return reply.send(
      seconds === undefined ? message : await waitForNews({ deps, watch, seconds }, reply, message),
    )
  })
  done()
}

function readClaim(headers: FastifyRequest['headers'], body: CreateMessageBody) {
  const key = readIdempotencyKey(headers['idempotency-key'])
  return key === undefined ? undefined : { route, key, requestHash: hashRequest(body) }
}

function messageOf(result: Acceptance): AcceptedMessage {
  switch (result.kind) {
    case 'accepted':
    case 'replayed':
      return result.message
    case 'opted_out':
      throw optedOut()
    case 'key_reused':
    case 'in_flight':
      throw refuseKey(result.kind)
  }
}

function optedOut(): Refusal {
  return new Refusal(
    'recipient_opted_out',
    'the recipient opted out of this sender; do not write to them until they opt in again',
  )
}

/** The verdict of a dry run: what the request would have been answered, without doing any of it. */
async function rehearse(deps: ApiDeps, request: FastifyRequest, verdict: DraftVerdict): Promise<DryRun> {
  if (verdict.kind === 'refused') return refusedRun(refuseFields(verdict.problems))
  const { draft } = verdict
  const item = { id: deps.newId(), draft, tenantId: getTenantId(request) }
  const rehearsal = await rehearseMessage(deps, item)
  if (rehearsal.kind === 'opted_out') return refusedRun(optedOut())
  const refusal = await rehearseAdmission(deps, demandOf(item))
  if (refusal !== undefined) return refusedRun(refusal)
  return { wouldAccept: true, code: null, detail: null, errors: [], message: rehearsal.message }
}

function refusedRun({ code, message, problems }: Refusal): DryRun {
  return { wouldAccept: false, code, detail: message, errors: [...problems], message: null }
}

/** The message as it stands once the carrier took or refused it, or after so many seconds. */
async function waitForNews(
  { deps, watch, seconds }: { readonly deps: ApiDeps; readonly watch: StatusWatch; readonly seconds: number },
  reply: FastifyReply,
  message: AcceptedMessage,
): Promise<AcceptedMessage> {
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort())
  const news = watch.wait(message.id, seconds * 1_000 - reply.elapsedTime, gone.signal)
  if (news === undefined) return message
  reply.header('preference-applied', `wait=${seconds}`)
  const row = await news
  if (row === undefined) return message
  const error = viewError(row, (accountId, code) => deps.providers.get(accountId)?.explain(code))
  return { ...message, status: row.status, error }
}
