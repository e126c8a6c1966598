/** What a key may be allowed to do. The API declares one of these per route. */
export const scopes = ['messages:read', 'messages:write', 'content:read', 'ops', 'admin'] as const

/** One of `scopes`. `content:read` opens no route: it shows what answers mask otherwise. */
export type Scope = (typeof scopes)[number]

/** What an operator key may do: it reads and repairs across tenants and never sends. */
export const operatorScopes = ['messages:read', 'content:read', 'ops', 'admin'] as const satisfies Scope[]
