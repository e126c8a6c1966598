import { type Db, openDb } from '@heliograph/delivery/db/db'
import { createLatch } from '@heliograph/testkit/latch'
import { installationId } from '../src/plugins/auth.ts'
import type { DocumentedOperation } from './documented-operations.ts'
import type { Answer, Kitchen } from './kitchen.ts'

const held = 'held'
const lateMs = 25_000

/**
 * Sends every operation's request while another connection holds its Idempotency-Key, as if its twin were still being
 * stored. All of them at once, because each waits for as long as the pool lets it wait for a lock.
 */
export async function sendInFlight(
  { api, owner, newIdFor, send }: Kitchen,
  operations: readonly DocumentedOperation[],
): Promise<Map<string, Answer>> {
  // A connection for each, so that none waits for another one's wait.
  const maxConnections = operations.length + 2
  const db = openDb({ url: api.databaseUrl, maxConnections, applicationName: 'api-test' })
  const app = await api.build({ db })
  const batchId = await newIdFor('getBatch')
  try {
    return await whileHeld(api.db, { operations, tenantId: owner.tenantId, batchId }, async () => {
      const answers = operations.map(async (operation) => {
        const change = { app, headers: { 'idempotency-key': held } }
        const ofBatch = operation.id === 'appendBatchItems' ? { id: batchId } : {}
        return [operation.id, await send(operation, { ...change, ...ofBatch })] as const
      })
      return new Map(await Promise.all(answers))
    })
  } finally {
    await db.$disconnect()
  }
}

type Twins = {
  readonly operations: readonly DocumentedOperation[]
  readonly tenantId: string
  readonly batchId: string
}

/** Runs `use` while a transaction that does not end has written the keys, and the chunk of a batch. */
async function whileHeld<T>(db: Db, twins: Twins, use: () => Promise<T>): Promise<T> {
  const [isHeld, release] = [createLatch(), createLatch()]
  const holding = db.$transaction(
    async (tx) => {
      const requestHash = new Uint8Array(32)
      for (const { method, path, reach } of twins.operations) {
        const route = `${method} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`
        const tenantId = reach === 'installation' ? installationId : twins.tenantId
        const answer = { responseStatus: 202, responseBody: {} }
        await tx.idempotencyKey.create({ data: { tenantId, route, key: held, requestHash, ...answer } })
      }
      await tx.$executeRaw`
        INSERT INTO batch_chunk (batch_id, key, tenant_id, request_hash, verdicts)
        VALUES (${twins.batchId}::uuid, ${held}, ${twins.tenantId}::uuid, ${requestHash}, '[]'::jsonb)`
      isHeld.open()
      await release.wait(lateMs)
    },
    { timeout: lateMs },
  )
  const using = isHeld
    .wait(lateMs)
    .then(use)
    .finally(() => release.open())
  const [answer] = await Promise.all([using, holding])
  return answer
}
