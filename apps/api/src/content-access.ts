import type { FastifyRequest } from 'fastify'

/** Whether the key of this request may see numbers, texts and media. Without it answers are masked. */
export function canReadContent(request: FastifyRequest): boolean {
  return request.auth?.scopes.includes('content:read') ?? false
}
