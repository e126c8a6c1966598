/** SQLSTATE codes that the engine reacts to (PostgreSQL documentation, appendix A). */
export const sqlState = {
  uniqueViolation: '23505',
  lockNotAvailable: '55P03',
  queryCanceled: '57014',
} as const

/**
 * The SQLSTATE behind an error of Prisma or pg, or undefined when there is none (for example because
 * the server could not be reached).
 */
export function sqlStateOf(error: unknown): string | undefined {
  for (let current = error, depth = 0; isRecord(current) && depth < 6; depth += 1) {
    for (const name of ['originalCode', 'code'] as const) {
      const code = current[name]
      if (typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) && !/^P\d{4}$/.test(code)) return code
    }
    const meta = isRecord(current['meta']) ? current['meta'] : undefined
    current = meta?.['driverAdapterError'] ?? current['cause']
  }
  return undefined
}

/**
 * True when the server itself said that the statement did nothing. After a broken connection it may have been
 * committed, and after a shutdown or a timeout trying again helps nobody.
 */
export function wasRolledBack(error: unknown): boolean {
  const state = sqlStateOf(error)
  return state !== undefined && !/^(08|53|57)/.test(state)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
