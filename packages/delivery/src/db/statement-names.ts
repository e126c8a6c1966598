/** Statements of one process that are worth a plan that is kept; beyond that they are planned each time. */
const maxNames = 300

/**
 * Begins a statement whose best plan depends on its values, such as a search: it is planned each time and
 * takes up no name.
 */
export const plannedEachTime = '/* planned each time */'

/**
 * Names each SQL text, so that a connection plans it once and not on every call: the engine's statements
 * are few and large, and planning them costs more than running them. Same text, same name.
 */
export function buildStatementNames(): (query: { readonly sql: string }) => string {
  const names = new Map<string, string>()
  return ({ sql }) => {
    if (sql.startsWith(plannedEachTime)) return ''
    const known = names.get(sql)
    if (known !== undefined) return known
    // The empty name is the statement that PostgreSQL keeps no plan for.
    if (names.size >= maxNames) return ''
    const name = `hg${names.size}`
    names.set(sql, name)
    return name
  }
}
