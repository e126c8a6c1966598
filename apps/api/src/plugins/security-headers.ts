import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const headers: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

/** Gives every answer the headers of setSecurityHeaders. */
export function addSecurityHeaders(app: FastifyInstance): void {
  app.addHook('onRequest', (request, reply, done) => {
    setSecurityHeaders(request, reply)
    done()
  })
}

/** Sets headers that keep browsers from reading more into an answer than it is, and the request's id. */
export function setSecurityHeaders(request: FastifyRequest, reply: FastifyReply): void {
  reply.headers(headers)
  reply.header('x-request-id', request.id)
  // Over plain http it must not be sent (RFC 6797, 7.2); a trusted proxy tells that it spoke https.
  if (request.protocol === 'https') reply.header('strict-transport-security', 'max-age=31536000')
}
