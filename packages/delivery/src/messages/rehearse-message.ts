import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import { buildAnswer } from './accept-answer.ts'
import type { AcceptItem } from './accept-item.ts'
import type { AcceptDeps } from './accept-messages.ts'
import { type AcceptRow, rehearseStatement } from './accept-statement.ts'

/** What accepting would answer now. */
export type Rehearsal =
  | { readonly kind: 'would_accept'; readonly message: AcceptedMessage }
  | { readonly kind: 'opted_out' }

/** Works out what accepting this message would answer, without storing anything and without using up a key. */
export async function rehearseMessage(
  deps: Pick<AcceptDeps, 'db'>,
  item: Omit<AcceptItem, 'idempotency'>,
): Promise<Rehearsal> {
  const statement = rehearseStatement([item], { ringGraceMs: 0, skipsBusyKeys: false })
  const [row] = await deps.db.$queryRaw<AcceptRow[]>(statement)
  if (row === undefined) throw new Error('the message was not judged')
  return row.isStored ? { kind: 'would_accept', message: buildAnswer(item, row) } : { kind: 'opted_out' }
}
