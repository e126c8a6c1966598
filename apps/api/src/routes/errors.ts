import { findErrorEntry, listErrorEntries } from '@heliograph/delivery/history/error-entries'
import { errorEntry, errorList, getErrorQuery, listErrorsQuery } from '@heliograph/shared/contracts/errors'
import type { FastifyPluginCallbackZod } from 'fastify-type-provider-zod'
import { z } from 'zod'
import { accessProblems } from '../problems/common-problems.ts'
import { problemResponses } from '../problems/problem-responses.ts'
import { Refusal } from '../problems/refusal.ts'

const common = { tags: ['errors'], security: [{ apiKey: [] }] }

const listSchema = {
  ...common,
  operationId: 'listErrors',
  summary: 'List all error codes',
  description:
    'Every code that a message can show, with its cause, its remedy and what Heliograph does about it. Changes only with a new version.',
  querystring: listErrorsQuery,
  response: { 200: errorList, ...problemResponses('invalid_request', ...accessProblems) },
}
const oneSchema = {
  ...common,
  operationId: 'getError',
  summary: 'Look up one error code',
  params: z.object({
    code: z.string().max(64).describe("The carrier's code or one of ours.").meta({ example: '21610' }),
  }),
  querystring: getErrorQuery,
  response: {
    200: errorEntry,
    ...problemResponses('invalid_request', 'error_code_not_found', ...accessProblems),
  },
}

/** The table comes with the version, so an hour in a cache does no harm; it depends on no key. */
const cacheControl = 'private, max-age=3600'

/** GET /errors and /errors/:code: the catalogue behind the errors of messages. */
export const errors: FastifyPluginCallbackZod = (app, _options, done) => {
  const config = { scope: 'messages:read', reach: 'both' } as const
  app.get('/errors', { schema: listSchema, config }, (request, reply) => {
    reply.header('cache-control', cacheControl)
    return { data: listErrorEntries(request.query) }
  })
  app.get('/errors/:code', { schema: oneSchema, config }, (request, reply) => {
    const entry = findErrorEntry(request.params.code, request.query.provider)
    if (entry === undefined) {
      throw new Refusal(
        'error_code_not_found',
        'GET /v1/errors lists the known codes; ask the carrier about others',
      )
    }
    reply.header('cache-control', cacheControl)
    return entry
  })
  done()
}
