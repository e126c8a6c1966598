import type { AuditSource } from '@heliograph/delivery/audit/write-audit'
import type { FastifyRequest } from 'fastify'

/** Who sends this request and from where, for the audit log. Throws on a route without authentication. */
export function readAuditSource(request: FastifyRequest): AuditSource {
  const { auth } = request
  if (auth === undefined) throw new Error('the route is not behind authentication')
  return {
    actor: { kind: 'key', keyId: auth.keyId, prefix: auth.prefix },
    ip: request.ip,
    requestId: request.id,
  }
}
