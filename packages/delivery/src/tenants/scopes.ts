/** What a key may be allowed to do. The API declares one of these per route. */
export const SCOPES = ['messages:read', 'messages:write', 'content:read', 'ops', 'admin'] as const

/** One of `SCOPES`. */
export type Scope = (typeof SCOPES)[number]

/** Whether `text` names a scope. */
export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text)
}
