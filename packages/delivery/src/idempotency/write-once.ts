import type { Db, Tx } from '../db/db.ts'
import { sqlState, sqlStateOf } from '../db/sql-state.ts'

/** Which request of which tenant a write answers. `requestHash` is the SHA-256 of everything it asks for. */
export type WriteClaim = {
  readonly tenantId: string
  readonly route: string
  readonly key: string
  readonly requestHash: Uint8Array
}

/**
 * What a write answers. `kept`, if given, is stored and replayed in place of `body`: for answers that show a secret
 * once. It must fit the route's contract as `body` does.
 */
export type Written<Status extends number, Body> = {
  readonly status: Status
  readonly body: Body
  readonly kept?: unknown
}

/**
 * `written`: done now. `replayed`: the same key and request were answered before, here is that answer.
 * `key_reused`: the key came with another request. `in_flight`: a request with this key is still being written.
 */
export type WriteResult<Status extends number, Body> =
  | { readonly kind: 'written' | 'replayed'; readonly status: Status; readonly body: Body }
  | { readonly kind: 'key_reused' | 'in_flight' }

type Stored<Status extends number, Body> = { sameRequest: boolean; status: Status; body: Body }

/**
 * Runs `write` and records its answer in one transaction, so that a repeated request never writes twice and a
 * failed write uses up no key. Claims the key before it writes: of several equal requests one writes, the others wait
 * for it, at most the pool's lock timeout of 2 s. Without a claim it is a transaction and nothing more.
 */
export async function writeOnce<Status extends number, Body>(
  db: Db,
  claim: WriteClaim | undefined,
  write: (tx: Tx) => Promise<Written<Status, Body>>,
): Promise<WriteResult<Status, Body>> {
  if (claim === undefined) {
    return db.$transaction(async (tx) => asWritten(await write(tx)))
  }
  const isBlocked = { value: false }
  try {
    return await db.$transaction(async (tx) => {
      if (!(await claimKey(tx, claim, isBlocked))) return replay<Status, Body>(tx, claim)
      const written = await write(tx)
      await keepAnswer(tx, claim, written)
      return asWritten(written)
    })
  } catch (error) {
    if (isBlocked.value) return { kind: 'in_flight' }
    throw error
  }
}

function asWritten<Status extends number, Body>(written: Written<Status, Body>): WriteResult<Status, Body> {
  return { kind: 'written', status: written.status, body: written.body }
}

/** True when this transaction holds the key now. Marks `isBlocked` when another one did not let go of it in time. */
async function claimKey(tx: Tx, claim: WriteClaim, isBlocked: { value: boolean }): Promise<boolean> {
  try {
    const inserted = await tx.$executeRaw`
      INSERT INTO idempotency_key (tenant_id, route, key, request_hash, response_status, response_body)
      VALUES (${claim.tenantId}::uuid, ${claim.route}, ${claim.key}, ${claim.requestHash}, 0, 'null'::jsonb)
      ON CONFLICT DO NOTHING`
    return inserted === 1
  } catch (error) {
    isBlocked.value = sqlStateOf(error) === sqlState.lockNotAvailable
    throw error
  }
}

async function keepAnswer(tx: Tx, claim: WriteClaim, written: Written<number, unknown>): Promise<void> {
  const body = 'kept' in written ? written.kept : written.body
  await tx.$executeRaw`
    UPDATE idempotency_key SET response_status = ${written.status}::int,
      response_body = ${JSON.stringify(body ?? null)}::jsonb
    WHERE tenant_id = ${claim.tenantId}::uuid AND route = ${claim.route} AND key = ${claim.key}`
}

async function replay<Status extends number, Body>(
  tx: Tx,
  claim: WriteClaim,
): Promise<WriteResult<Status, Body>> {
  const rows = await tx.$queryRaw<Stored<Status, Body>[]>`
    SELECT request_hash = ${claim.requestHash} AS "sameRequest", response_status AS status, response_body AS body
    FROM idempotency_key
    WHERE tenant_id = ${claim.tenantId}::uuid AND route = ${claim.route} AND key = ${claim.key}`
  const first = rows[0]
  // The row that was in the way is gone again only if retention removed it meanwhile.
  if (first === undefined) return { kind: 'in_flight' }
  const { sameRequest, status, body } = first
  return sameRequest ? { kind: 'replayed', status, body } : { kind: 'key_reused' }
}
