import type { FastifyRequest } from 'fastify'

const api = '/v1/'
const essential = /^\/(?:webhooks\/|livez$|readyz$|health$|api\/health$)/

/** Whether carriers or supervisors call this path: they have no key, and refusing them loses receipts or the process. */
export function isEssential(request: FastifyRequest): boolean {
  const { url = '' } = request.raw
  return !url.startsWith(api) && essential.test(url.split('?', 1)[0] ?? '')
}
