import type { Db } from '@heliograph/delivery/db/db'
import type { MessageStatus } from '@heliograph/shared/domain/status'

// Requests that wait for a message's fate. One query per tick reads all of them, so that waiting costs the
// database the same for one request as for two hundred. Nothing here can fail a request: its message is stored.

/** Where a waited-for message stands. */
export type WatchedStatus = {
  readonly id: string
  readonly status: MessageStatus
  readonly errorCode: string | null
  readonly errorClass: string | null
  readonly providerAccountId: string
}

/** Waits for messages to settle. */
export type StatusWatch = {
  /**
   * Resolves with the last known status as soon as the message is beyond being sent, at the latest after
   * `timeoutMs`, when `signal` aborts, or at `close`: undefined when it was not read yet. Never rejects. Answers
   * undefined in place of a promise when too many wait already.
   */
  wait(id: string, timeoutMs: number, signal: AbortSignal): Promise<WatchedStatus | undefined> | undefined
  /** Lets all that wait go with what is known. */
  close(): void
}

type WatchDeps = {
  readonly db: Db
  readonly onError: (error: unknown) => void
  readonly everyMs?: number
  readonly maxWaiters?: number
}

type Waiter = {
  readonly id: string
  lastSeen: WatchedStatus | undefined
  readonly settle: () => void
}

/** Still on its way to the provider: a wait goes on. */
const movingStatuses: ReadonlySet<MessageStatus> = new Set(['queued', 'sending', 'retrying', 'ambiguous'])

/** Opens a watch that reads at most every 100 ms for at most 200 waiting requests, and only while one waits. */
export function openStatusWatch({ db, onError, everyMs = 100, maxWaiters = 200 }: WatchDeps): StatusWatch {
  const waiters = new Set<Waiter>()
  let timer: NodeJS.Timeout | undefined
  let isClosed = false
  const look = async () => {
    try {
      const rows = await readStatuses(db, [...new Set(Array.from(waiters, ({ id }) => id))])
      const byId = new Map(rows.map((row) => [row.id, row]))
      for (const waiter of waiters) {
        waiter.lastSeen = byId.get(waiter.id) ?? waiter.lastSeen
        if (waiter.lastSeen !== undefined && !movingStatuses.has(waiter.lastSeen.status)) waiter.settle()
      }
    } catch (error) {
      onError(error)
    } finally {
      timer = undefined
      schedule()
    }
  }
  const schedule = () => {
    if (timer === undefined && waiters.size > 0 && !isClosed) timer = setTimeout(() => void look(), everyMs)
  }
  return {
    wait: (id, timeoutMs, signal) => {
      if (isClosed || waiters.size >= maxWaiters) return undefined
      const { promise, resolve } = Promise.withResolvers<WatchedStatus | undefined>()
      const waiter: Waiter = {
        id,
        lastSeen: undefined,
        settle: () => {
          waiters.delete(waiter)
          clearTimeout(late)
          signal.removeEventListener('abort', waiter.settle)
          resolve(waiter.lastSeen)
        },
      }
      const late = setTimeout(waiter.settle, Math.max(0, timeoutMs))
      signal.addEventListener('abort', waiter.settle)
      waiters.add(waiter)
      if (signal.aborted) waiter.settle()
      schedule()
      return promise
    },
    close: () => {
      isClosed = true
      clearTimeout(timer)
      for (const waiter of waiters) waiter.settle()
    },
  }
}

function readStatuses(db: Db, ids: readonly string[]): Promise<WatchedStatus[]> {
  return db.$queryRaw<WatchedStatus[]>`
    SELECT id, status, error_code AS "errorCode", error_class AS "errorClass",
      provider_account_id AS "providerAccountId"
    FROM mms_log WHERE id = ANY(${ids}::uuid[])`
}
