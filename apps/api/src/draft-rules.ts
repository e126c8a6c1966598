import type { DraftRules } from '@heliograph/delivery/messages/check-draft'
import type { ApiDeps } from './api-deps.ts'

/** What the messages of a tenant are checked against. */
export function rulesOf(
  { routing, settings }: Pick<ApiDeps, 'routing' | 'settings'>,
  tenantId: string,
): DraftRules {
  return { routing, requireHttps: settings.requireHttpsMedia, tenantId }
}
