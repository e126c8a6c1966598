import { sqlStateOf } from './sql-state.ts'

// Prisma's codes for a server that cannot be reached, answers too late or has no connection to give.
const prismaCodes = new Set(['P1000', 'P1001', 'P1002', 'P1008', 'P1011', 'P1017', 'P2024', 'P2028'])
const adapterKinds = new Set([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
  'TlsConnectionError',
])
const socketCodes = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN'])
// Connection exception, out of resources, operator intervention (statement timeout and shutdown among
// them), lock not available, read-only after a failover, serialization failure and deadlock.
const sqlStates = /^(08|53|57)|^(55P03|25006|40001|40P01)$/
// node-postgres has no codes for its own pool and connection errors.
const poolMessages =
  /^(timeout exceeded when trying to connect|Connection terminated|Client has encountered a connection error|Cannot use a pool after calling end|Client was closed)/

/** True when an error of Prisma or node-postgres means "not now" and not "never". */
export function isDatabaseAway(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state !== undefined && sqlStates.test(state)) return true
  for (let current = error, depth = 0; isRecord(current) && depth < 6; depth += 1) {
    if (saysAway(current)) return true
    const meta = isRecord(current['meta']) ? current['meta'] : undefined
    current = meta?.['driverAdapterError'] ?? current['cause']
  }
  return false
}

function saysAway(error: Record<string, unknown>): boolean {
  const { code, kind, message } = error
  return (
    (typeof code === 'string' && (prismaCodes.has(code) || socketCodes.has(code))) ||
    (typeof kind === 'string' && adapterKinds.has(kind)) ||
    (typeof message === 'string' && poolMessages.test(message))
  )
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
