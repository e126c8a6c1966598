import type { Db } from '../db/db.ts'

/** `broken` names the first line that does not fit: changed, put in, or with lines missing before it. */
export type AuditVerdict =
  | { readonly kind: 'intact'; readonly lines: number; readonly head: AuditHead | undefined }
  | { readonly kind: 'broken'; readonly seq: bigint; readonly id: string; readonly reason: string }

/** The newest line. Note it elsewhere: that lines at the end are missing shows only against such a note. */
export type AuditHead = { readonly seq: bigint; readonly hash: string }

type Line = {
  readonly id: string
  readonly seq: bigint
  readonly previous: string
  readonly hash: string
  readonly computed: string
}

const START: AuditHead = { seq: 0n, hash: '00'.repeat(32) }

/** Recomputes the chain from its first line on, `pageSize` lines a statement. Lines written meanwhile are included. */
export async function verifyAudit(db: Db, pageSize: number = 5_000): Promise<AuditVerdict> {
  let head = await readStart(db)
  let lines = 0
  while (true) {
    // From the very first on: lines that should be trimmed and are not would be a fault.
    const page = await readLines(db, lines === 0 ? 0n : head.seq, pageSize)
    for (const line of page) {
      const reason = findFault(head, line)
      if (reason !== undefined) return { kind: 'broken', seq: line.seq, id: line.id, reason }
      head = line
    }
    lines += page.length
    if (page.length < pageSize) {
      return { kind: 'intact', lines, head: lines === 0 ? undefined : { seq: head.seq, hash: head.hash } }
    }
  }
}

function findFault(before: AuditHead, line: Line): string | undefined {
  if (line.seq !== before.seq + 1n) return `lines are missing before it (after ${before.seq})`
  if (line.previous !== before.hash) return 'it does not follow the line before it'
  return line.computed === line.hash ? undefined : 'its content is not what was written'
}

/** Where the chain goes on after it was trimmed; the line that says so is part of the chain itself. */
async function readStart(db: Db): Promise<AuditHead> {
  const [trimmed] = await db.$queryRaw<AuditHead[]>`
    SELECT (details->>'throughSeq')::bigint AS seq, details->>'throughHash' AS hash
    FROM audit_log WHERE action = 'audit.trimmed' AND actor = 'system' ORDER BY audit_log.seq DESC LIMIT 1`
  return trimmed ?? START
}

async function readLines(db: Db, afterSeq: bigint, limit: number): Promise<Line[]> {
  return await db.$queryRaw<Line[]>`
    SELECT id, seq, encode(previous_hash, 'hex') AS previous, encode(hash, 'hex') AS hash,
           encode(audit_row_hash(audit_log), 'hex') AS computed
    FROM audit_log WHERE seq > ${afterSeq}::bigint ORDER BY seq LIMIT ${limit}::int`
}
