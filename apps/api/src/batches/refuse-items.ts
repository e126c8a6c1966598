import { findOptedOut } from '@heliograph/delivery/batches/find-opted-out'
import { type CheckedItem, optedOutVerdict, refusedVerdict } from '@heliograph/delivery/batches/store-items'
import type { Db } from '@heliograph/delivery/db/db'
import { type BatchVerdict, maxChunkItems } from '@heliograph/shared/contracts/batches'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { Refusal } from '../problems/refusal.ts'

type RefusedVerdict = Extract<BatchVerdict, { readonly verdict: 'refused' }>

/** Throws the refusal of a request of mode `all` whose items did not all pass their check, with a verdict on each. */
export async function refuseBadItems(db: Db, tenantId: string, items: readonly CheckedItem[]): Promise<void> {
  if (items.every(({ kind }) => kind === 'ok')) return
  const optedOut = await findOptedOut(db, tenantId, items)
  throw refuseVerdicts(
    items.flatMap((item, index) => {
      if (item.kind === 'refused') return [refusedVerdict(index, item)]
      return optedOut.has(index) ? [optedOutVerdict(index)] : []
    }),
  )
}

/**
 * The refusal that names every bad item: 400 when the items are at fault, 422 when somebody opted out. At most
 * 1,000 problems: when there are more, the first one of every item.
 */
export function refuseVerdicts(verdicts: readonly BatchVerdict[]): Refusal {
  const bad = verdicts.filter((verdict): verdict is RefusedVerdict => verdict.verdict === 'refused')
  const all = bad.flatMap((verdict) => verdict.errors.map((problem) => inItem(verdict.index, problem)))
  const problems =
    all.length <= maxChunkItems
      ? all
      : bad.flatMap(({ index, errors }) => errors.slice(0, 1).map((first) => inItem(index, first)))
  const first = problems[0]
  const start = bad.length === 1 ? '1 item is' : `${bad.length} items are`
  const detail = `${start} not valid, so nothing was stored: ${first?.field} ${first?.message}; mend what errors names, or use mode each`
  const code = bad.every((verdict) => verdict.code === 'invalid_request')
    ? 'invalid_request'
    : 'batch_refused'
  return new Refusal(code, detail, { problems, badItems: bad.length })
}

function inItem(index: number, problem: FieldProblem): FieldProblem {
  const field = problem.field === '(item)' ? '' : `.${problem.field}`
  return { ...problem, field: `items[${index}]${field}` }
}
