import type { Db } from '../db/db.ts'
import { type Claim, type ClaimInput, claimMessage } from './claim-message.ts'

/**
 * Claims like `claimMessage` for a process that has nothing else in hand. Its doorbell may have waited for that so
 * long that the relay has rung again: the row's own generation counts.
 */
export async function claimAlone(db: Db, input: Omit<ClaimInput, 'gen' | 'isAlone'>): Promise<Claim> {
  const row = await db.mmsLog.findUnique({ where: { id: input.id }, select: { gen: true } })
  if (row === null) return { kind: 'none' }
  return await claimMessage(db, { ...input, gen: row.gen, isAlone: true })
}
