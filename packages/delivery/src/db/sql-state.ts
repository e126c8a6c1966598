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

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
