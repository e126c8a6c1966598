import { acceptedMessage } from '@heliograph/shared/contracts/messages'
import { type Problem, problem } from '@heliograph/shared/contracts/problem'
import type { FastifyPluginAsync, FastifyRequest } from 'fastify'
import type { ApiDeps } from '../api-deps.ts'
import { answerCompat, type CompatOutcome } from '../compat/compat-answer.ts'
import { describeCompat } from '../compat/describe-compat.ts'
import {
  type Dialect,
  detectDialect,
  type Fields,
  translateBody,
  translateField,
} from '../compat/dialects.ts'
import { addAuth } from '../plugins/auth.ts'
import type { FailureLimiter } from '../plugins/failure-limiter.ts'
import { addRefusedRequests } from '../plugins/refused-requests.ts'
import { noteFacts } from '../plugins/request-log.ts'
import { messagesCreate } from './messages-create.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose guide the body was written by; set once it is read. */
    dialect?: Dialect
  }
}

// For applications that were built after the providers' guides: POST /v1/messages under another name, with its
// body translated before it is checked and its answer translated before it is written. Keys, limits, consent,
// idempotency and waiting are those of that route and cannot drift away from it.

const paths = ['/send-mms', '/api/send-mms'] as const
const defaultWait = 'wait=5'

type Options = { readonly deps: ApiDeps; readonly failures: FailureLimiter }

/** POST /send-mms and POST /api/send-mms. `failures` counts wrong keys, here and elsewhere. */
export const compatSend: FastifyPluginAsync<Options> = async (app, { deps, failures }) => {
  addAuth(app, deps, failures)
  addRefusedRequests(app, deps)
  app.addHook('onRoute', describeCompat)
  app.addHook('preValidation', (request, _reply, done) => {
    translateRequest(request)
    done()
  })
  app.addHook('preSerialization', async (request, reply, payload) => {
    const outcome = await readOutcome(deps, request, payload)
    if (outcome === undefined) return payload
    const { httpStatus, body } = answerCompat(request.dialect ?? 'twilio', outcome)
    reply.code(httpStatus).type('application/json; charset=utf-8').serializer(JSON.stringify)
    return body
  })
  for (const path of paths) await app.register(messagesCreate, { deps, path })
}

function translateRequest(request: FastifyRequest): void {
  request.headers['prefer'] ??= defaultWait
  if (!isFields(request.body)) return
  request.dialect = detectDialect(request.body)
  noteFacts(request, { dialect: request.dialect })
  request.body = translateBody(request.dialect, request.body)
}

/** What an answer of POST /v1/messages says; undefined when it is neither a message nor a problem. */
async function readOutcome(
  deps: ApiDeps,
  request: FastifyRequest,
  payload: unknown,
): Promise<CompatOutcome | undefined> {
  const refused = problem.safeParse(payload)
  if (refused.success) {
    const text = textOf(refused.data, request.dialect ?? 'twilio')
    return { kind: 'refused', httpStatus: refused.data.status, text }
  }
  const accepted = acceptedMessage.safeParse(payload)
  if (!accepted.success) return undefined
  const { id, status, error } = accepted.data
  return {
    kind: 'accepted',
    id: (await findProviderId(deps, id)) ?? id,
    status,
    error: error === null ? null : { code: error.code, text: `${error.title}: ${error.cause}` },
  }
}

function textOf({ detail, errors = [] }: Problem, dialect: Dialect): string {
  if (errors.length === 0) return detail
  return errors
    .map(
      ({ field, message }) =>
        `${translateField(dialect, field)} ${message.replaceAll('mediaUrls', 'mediaUrl')}`,
    )
    .join('; ')
}

/** The carrier's id, if it is known by now. The message is stored already, so nothing here may fail the request. */
async function findProviderId({ db, log }: ApiDeps, id: string): Promise<string | undefined> {
  try {
    const row = await db.mmsLog.findUnique({ where: { id }, select: { providerId: true } })
    return row?.providerId ?? undefined
  } catch (error) {
    log.warn({ event: 'compat.id_not_read', err: error })
    return undefined
  }
}

function isFields(body: unknown): body is Fields {
  return typeof body === 'object' && body !== null && !Array.isArray(body)
}
