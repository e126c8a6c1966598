import type { FastifyRequest } from 'fastify'

const essential = /^\/(?:webhooks\/|livez$|readyz$|health$|api\/health$)/

/** Whether carriers or supervisors call this path: they have no key, and refusing them loses receipts or the process. */
export function isEssential(request: FastifyRequest): boolean {
  return essential.test(request.raw.url?.split('?', 1)[0] ?? '')
}
