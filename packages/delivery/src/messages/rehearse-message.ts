import type { AcceptedMessage } from '@heliograph/shared/contracts/messages'
import type { AcceptDeps } from './accept-messages.ts'
import { type AcceptItem, type AcceptRow, rehearseStatement } from './accept-statement.ts'

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
  return row.answer === null ? { kind: 'opted_out' } : { kind: 'would_accept', message: row.answer }
}
