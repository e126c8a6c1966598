import type { RefusedRow } from '@heliograph/delivery/reports/refused-requests'
import { type RefusedRequestView, refusedRequest } from '@heliograph/shared/contracts/requests'
import { problemCodes } from './problems/problem-codes.ts'

const titles: Readonly<Record<string, { readonly title: string } | undefined>> = problemCodes

/** One stored refusal as the API shows it. Throws when the row breaks the contract. */
export function viewRefused(row: RefusedRow): RefusedRequestView {
  return refusedRequest.parse({
    ...row,
    at: row.at.toISOString(),
    title: titles[row.code]?.title ?? 'The request was refused',
  })
}
