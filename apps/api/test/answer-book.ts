import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { nameAnswer, readDocumentedOperations } from './documented-operations.ts'
import { hearNewApp } from './hear-new-app.ts'

/** What the apps of a test file answered, beside what their document says they may answer. */
export type AnswerBook = {
  /** Builds an app whose every answer goes into the book. */
  record(build: () => Promise<FastifyInstance>): Promise<FastifyInstance>
  /** Answers that were given and are not in the document of `app`. */
  listUndocumented(app: FastifyInstance): Promise<string[]>
}

/** Opens an empty book. What has no route, or a route that the document is not to show, is left out. */
export function openAnswerBook(): AnswerBook {
  const given = new Set<string>()
  const note = (request: FastifyRequest, reply: FastifyReply, payload: unknown): void => {
    const { url, schema } = request.routeOptions
    if (request.is404 || url === undefined || schema?.hide === true) return
    const path = url.replaceAll(/:(\w+)/g, '{$1}')
    const method = request.method === 'HEAD' ? 'GET' : request.method
    given.add(nameAnswer(method, path, { status: reply.statusCode, code: codeOf(reply, payload) }))
  }
  const hear = (app: FastifyInstance): void => {
    app.addHook('onSend', (request, reply, payload, done) => {
      note(request, reply, payload)
      done(null, payload)
    })
  }
  return {
    record: (build) => hearNewApp(hear, build),
    listUndocumented: async (app) => {
      const operations = await readDocumentedOperations(app)
      const known = new Set(
        operations.flatMap(({ method, path, answers }) =>
          answers.map((answer) => nameAnswer(method, path, answer)),
        ),
      )
      return [...given].filter((answer) => !known.has(answer)).toSorted()
    },
  }
}

function codeOf(reply: FastifyReply, payload: unknown): string | undefined {
  const isProblem = String(reply.getHeader('content-type')).startsWith('application/problem+json')
  if (!isProblem || typeof payload !== 'string') return undefined
  const body: unknown = JSON.parse(payload)
  return typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : undefined
}
