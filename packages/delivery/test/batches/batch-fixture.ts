import { randomUUIDv7 } from 'node:crypto'
import type { CreateMessageBody } from '@heliograph/shared/contracts/messages'
import type { MessageStatus } from '@heliograph/shared/domain/status'
import { createBatch } from '../../src/batches/create-batch.ts'
import { type FollowReport, followBatch } from '../../src/batches/follow-batch.ts'
import type { CheckedItem } from '../../src/batches/store-items.ts'
import { checkDraft } from '../../src/messages/check-draft.ts'
import { type EngineFixture, openEngineFixture } from '../messages/engine-fixture.ts'

/** An engine with the makings of batches. */
export type BatchFixture = EngineFixture & {
  readonly storeDeps: { newId(): string; probe(): undefined }
  check(changes?: Partial<CreateMessageBody>): CheckedItem
  /** Makes a batch of good messages and answers its key and their ids. */
  addBatch(
    count: number,
    changes?: Partial<CreateMessageBody>,
  ): Promise<{ readonly key: { readonly tenantId: string; readonly id: string }; readonly ids: string[] }>
  /** Follows until nothing is left to do now. */
  followAll(): Promise<FollowReport>
  statuses(ids: readonly string[]): Promise<MessageStatus[]>
}

/** Opens a fixture of its own for a test file. */
export async function openBatchFixture(): Promise<BatchFixture> {
  const engine = await openEngineFixture()
  const { db, routing, tenantId } = engine
  const storeDeps = { newId: randomUUIDv7, probe: () => undefined }
  const check: BatchFixture['check'] = (changes = {}) => {
    const body = { to: '+15558675310', body: 'hello', ...changes }
    const verdict = checkDraft({ requireHttps: false, routing, tenantId }, body)
    if (verdict.kind !== 'ok') throw new Error(JSON.stringify(verdict.problems))
    return verdict
  }
  return {
    ...engine,
    storeDeps,
    check,
    addBatch: async (count, changes = {}) => {
      const items = Array.from({ length: count }, (_, n) =>
        check({ to: `+1555${8_000_000 + n}`, ...changes }),
      )
      const created = await db.$transaction((tx) =>
        createBatch(tx, storeDeps, { tenantId, name: undefined, mode: 'each', defaults: {}, items }),
      )
      if (created.kind !== 'created') throw new Error(created.kind)
      const ids = created.verdicts.flatMap((verdict) => (verdict.verdict === 'accepted' ? [verdict.id] : []))
      return { key: { tenantId, id: created.batch.id }, ids }
    },
    followAll: async () => {
      const total = { batches: 0, moved: 0 }
      for (;;) {
        const { batches, moved } = await followBatch(db)
        if (batches === 0) return total
        total.batches += batches
        total.moved += moved
      }
    },
    statuses: async (ids) => {
      const rows = await db.mmsLog.findMany({ where: { id: { in: [...ids] } } })
      return rows.map((row) => row.status as MessageStatus)
    },
  }
}
