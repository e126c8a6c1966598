import retry from 'async-retry'

/**
 * Writes a result again until the database takes it, for at most `maxMs`. Only for statements that are
 * fenced and may therefore run twice. Throws the last error when the time is over; the open attempt is
 * then found by the lease sweep.
 */
export function holdResult<T>(maxMs: number, write: () => Promise<T>): Promise<T> {
  return retry(() => write(), {
    forever: true,
    maxRetryTime: maxMs,
    minTimeout: 100,
    maxTimeout: 2_000,
    factor: 2,
  })
}
