import type { Db } from '../db/db.ts'
import type { Log } from '../log.ts'

// Refused requests are diagnostics: they are collected while requests are answered and written together
// afterwards. Nothing waits for them, a database that is away costs them and nothing else, and a process
// that is killed loses at most the last second of them.

/** One refused write, without anything it said but the names of the fields that were wrong. */
export type RefusedRequest = {
  /** The request id, a UUIDv7. */
  readonly id: string
  readonly tenantId: string
  readonly keyId: string | null
  readonly at: Date
  readonly method: string
  /** Pattern of the route, never the URL. */
  readonly route: string
  readonly status: number
  readonly code: string
  readonly problems: readonly { readonly field: string; readonly rule: string }[]
  /** Made by `hashRecipient`. */
  readonly recipientHash: string | null
  /** The same of the recipients in a batch, as many as are kept. */
  readonly recipientHashes: readonly string[]
}

/** Collects refused requests of one process. */
export type RefusalRecorder = {
  /** Takes one; never throws and never waits. */
  note(refused: RefusedRequest): void
  /** Counts a refusal that no tenant can be named for. */
  countAnonymous(): void
  /** Resolves once everything noted before is written or given up. */
  flush(): Promise<void>
  /** Writes what is left and stops, within 2 s. What is noted later is dropped. */
  close(): Promise<void>
}

const flushAfterMs = 1_000
const maxBuffered = 1_000
/** A process has to end in time also when its database does not answer. */
const maxCloseMs = 2_000

/** Opens a recorder that writes once a second at most. Close it before `db`. */
export function openRefusalRecorder(deps: { readonly db: Db; readonly log: Log }): RefusalRecorder {
  let buffer: RefusedRequest[] = []
  let dropped = 0
  let anonymous = 0
  let isClosed = false
  let timer: NodeJS.Timeout | undefined
  let underWay: Promise<void> = Promise.resolve()

  const write = async () => {
    clearTimeout(timer)
    timer = undefined
    const taken = buffer
    buffer = []
    dropped += await insert(deps, taken)
    if (dropped > 0) deps.log.warn({ event: 'refusals.dropped', dropped })
    if (anonymous > 0) deps.log.info({ event: 'refusals.anonymous', count: anonymous })
    dropped = 0
    anonymous = 0
  }
  // One after the other, so that a slow database is asked one thing at a time.
  const flush = () => {
    underWay = underWay.then(write)
    return underWay
  }
  const schedule = () => {
    if (isClosed) return
    timer ??= setTimeout(() => void flush(), flushAfterMs)
  }
  return {
    note: (refused) => {
      if (isClosed || buffer.length >= maxBuffered) dropped += 1
      else buffer.push(refused)
      schedule()
    },
    countAnonymous: () => {
      anonymous += 1
      schedule()
    },
    flush,
    close: async () => {
      isClosed = true
      await withinTime(flush(), maxCloseMs)
    },
  }
}

/** Answers how many could not be written. */
async function insert(
  { db, log }: { readonly db: Db; readonly log: Log },
  taken: readonly RefusedRequest[],
): Promise<number> {
  if (taken.length === 0) return 0
  try {
    await db.$executeRaw`
      INSERT INTO refused_request (id, tenant_id, key_id, at, method, route, status, code, problems, recipient_hash,
        recipient_hashes)
      SELECT id, "tenantId", "keyId", at, method, route, status, code, problems, "recipientHash", "recipientHashes"
      FROM jsonb_to_recordset(${JSON.stringify(taken)}::jsonb) AS given (id uuid, "tenantId" uuid, "keyId" uuid,
        at timestamptz, method text, route text, status integer, code text, problems jsonb, "recipientHash" text,
        "recipientHashes" text[])
      ON CONFLICT (id) DO NOTHING`
    return 0
  } catch (error) {
    log.debug({ event: 'refusals.not_written', err: error })
    return taken.length
  }
}

async function withinTime(work: Promise<void>, timeoutMs: number): Promise<void> {
  const late = Promise.withResolvers<void>()
  const timer = setTimeout(late.resolve, timeoutMs)
  try {
    await Promise.race([work, late.promise])
  } finally {
    clearTimeout(timer)
  }
}
