import type { CheckedItem } from '@heliograph/delivery/batches/store-items'
import type { BatchVerdict } from '@heliograph/shared/contracts/batches'
import { itemOf } from '../admission/accept-admitted.ts'
import { type AdmitInput, type AdmitItem, admit, release } from '../admission/admit.ts'
import type { ApiDeps } from '../api-deps.ts'
import type { Refusal } from '../problems/refusal.ts'

/**
 * Stores items that are admitted together, and gives back the places of those that were not stored as new. `store`
 * gets the refusal when they are not let in, so that it can answer a repeated request whatever the limits say, or throw
 * it. It answers the verdicts on what it stored, or undefined when it stored nothing.
 */
export async function storeAdmitted<T>(
  deps: Pick<ApiDeps, 'admission'>,
  { tenantId, items }: { readonly tenantId: string; readonly items: readonly CheckedItem[] },
  store: (refusal: Refusal | undefined) => Promise<Stored<T>>,
): Promise<T> {
  const asked = { tenantId, items: items.flatMap(readDemand) }
  const refusal = await admit(deps, asked)
  if (refusal !== undefined) return (await store(refusal)).answer
  let left: AdmitInput = asked
  try {
    const { answer, stored } = await store(undefined)
    const isStored = (index: number) => stored?.[index]?.verdict === 'accepted'
    left = { tenantId, items: items.flatMap((item, index) => (isStored(index) ? [] : readDemand(item))) }
    return answer
  } finally {
    await release(deps, left)
  }
}

/** What a store did: its answer, and the verdicts when it stored something. */
type Stored<T> = { readonly answer: T; readonly stored: readonly BatchVerdict[] | undefined }

function readDemand(item: CheckedItem): AdmitItem[] {
  return item.kind === 'refused' ? [] : [itemOf(item.draft)]
}
