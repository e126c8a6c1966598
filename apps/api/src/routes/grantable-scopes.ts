import { missingScopes } from '@heliograph/delivery/tenants/scopes'
import type { FastifyRequest } from 'fastify'
import { getAuth } from '../plugins/auth.ts'
import { Refusal } from '../problems/refusal.ts'

/**
 * Refuses to hand out scopes that the key of this request does not have. An operator, who cannot send, may let a
 * tenant send.
 */
export function refuseForeignScopes(request: FastifyRequest, wanted: readonly string[]): void {
  const { scopes, isOperator } = getAuth(request)
  const missing = missingScopes(isOperator ? [...scopes, 'messages:write'] : scopes, wanted)
  if (missing.length === 0) return
  throw new Refusal(
    'scope_missing',
    `a key hands out only its own scopes, and yours lacks ${missing.join(', ')}`,
  )
}
