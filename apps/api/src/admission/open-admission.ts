import type { Db } from '@heliograph/delivery/db/db'
import { type Backlog, openBacklog } from './backlog.ts'
import { type OwnLimits, openOwnLimits } from './own-limits.ts'
import type { Quotas } from './quotas.ts'
import { openWindowCounts, type WindowCounts } from './window-counts.ts'

/** What a process knows in order to let messages in or not. */
export type Admission = {
  readonly quotas: Quotas
  readonly own: OwnLimits
  readonly counts: WindowCounts
  readonly backlog: Backlog
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Tells the other processes what is untold, and ends. */
  close(): Promise<void>
}

/** Opens the admission of one process. Faults of its own reading and telling go to `onError` and refuse nothing. */
export function openAdmission(deps: {
  readonly db: Db
  readonly quotas: Quotas
  readonly now: () => number
  readonly onError: (error: unknown) => void
}): Admission {
  const { quotas, now } = deps
  const counts = openWindowCounts(deps)
  const backlog = openBacklog({ ...deps, cap: quotas.maxBacklog === 0 ? 2_000_000 : quotas.maxBacklog })
  return {
    quotas,
    now,
    own: openOwnLimits(deps),
    counts,
    backlog,
    close: async () => {
      await backlog.close()
      await counts.close()
    },
  }
}
