import { operatorScopes, type Scope as ScopeName, scopes } from '@heliograph/shared/domain/scope'

/** Every scope a tenant's key can have. */
export const SCOPES = scopes

/** Every scope an operator's key can have. */
export const OPERATOR_SCOPES: readonly Scope[] = operatorScopes

/** One of `SCOPES`. */
export type Scope = ScopeName

/** Whether `text` names a scope. */
export function isScope(text: string): text is Scope {
  return SCOPES.some((scope) => scope === text)
}

/** The scopes of `wanted` that `held` does not have. */
export function missingScopes(held: readonly string[], wanted: readonly string[]): string[] {
  return wanted.filter((scope) => !held.includes(scope))
}
