import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { problemCodes } from '../problems/problem-codes.ts'
import { Refusal } from '../problems/refusal.ts'
import { problemType, toProblem, toRefusal } from '../problems/to-problem.ts'
import { noteFacts } from './request-log.ts'

/**
 * Answers every error as problem+json, unknown paths with 404 and known paths with 405 and `Allow`.
 * Must be added before the routes.
 */
export function addErrors(app: FastifyInstance): void {
  const paths = new Map<string, { readonly pattern: RegExp; readonly methods: Set<string> }>()
  app.addHook('onRoute', (route) => {
    const path = paths.get(route.url) ?? { pattern: patternOf(route.url), methods: new Set<string>() }
    for (const method of [route.method].flat()) path.methods.add(method.toUpperCase())
    paths.set(route.url, path)
  })
  // Before the body is read: a path that is not there is no better for a well-formed body.
  app.addHook('onRequest', (request, _reply, done) => {
    if (!request.is404) {
      done()
      return
    }
    const path = request.raw.url?.split('?', 1)[0] ?? '/'
    const known = [...paths.values()].find(({ pattern }) => pattern.test(path))
    done(known === undefined ? notFound() : notAllowed(known.methods))
  })
  app.setNotFoundHandler(() => {
    throw notFound()
  })
  app.setErrorHandler((error, request, reply) => sendError(error, request, reply))
}

/** Answers a request with the problem an error amounts to. */
export function sendError(error: unknown, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  const refusal = toRefusal(error)
  const { status } = problemCodes[refusal.code]
  request.refusal = refusal
  noteFacts(request, { code: refusal.code, ...(status >= 500 ? { err: refusal.cause ?? refusal } : {}) })
  return reply
    .code(status)
    .headers(refusal.headers)
    .header('x-request-id', request.id)
    .type(problemType)
    .serializer(JSON.stringify)
    .send(toProblem(refusal, request.id))
}

/** Answers a connection whose request never became one: broken HTTP, too large headers, too slow. */
export function answerBrokenConnection(error: Error, socket: Socket, requestId: string): void {
  if (!socket.writable || ('code' in error && error.code === 'ECONNRESET')) {
    socket.destroy()
    return
  }
  const known = toRefusal(error)
  const isOurs = known.code === 'internal_error'
  const refusal = isOurs ? new Refusal('malformed_http', 'the request does not follow RFC 9112') : known
  const { status } = problemCodes[refusal.code]
  const body = JSON.stringify(toProblem(refusal, requestId))
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    `X-Request-Id: ${requestId}`,
    'Connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
  // Whoever cannot send a request may not read an answer either.
  socket.destroySoon()
}

function notFound(): Refusal {
  return new Refusal('not_found', 'there is nothing at this path; see /docs')
}

function notAllowed(methods: ReadonlySet<string>): Refusal {
  const allow = [...methods].toSorted().join(', ')
  return new Refusal('method_not_allowed', `this path takes ${allow}`, { headers: { allow } })
}

function patternOf(url: string): RegExp {
  const source = url
    .split('/')
    .map((part) => {
      if (part === '*') return '.*'
      return part.startsWith(':') ? '[^/]+' : part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    })
    .join('/')
  return new RegExp(`^${source}$`)
}
