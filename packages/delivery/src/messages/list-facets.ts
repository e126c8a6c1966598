import type { CheckedDraft } from './check-draft.ts'

/** What a message is found by, each once: rows of mms_facet, written with the message and never changed. */
export function listFacets(
  draft: CheckedDraft,
  more: { readonly provider: string; readonly batchId: string | undefined },
): string[] {
  const { reference, tags = [], metadata = {} } = draft.body
  const facets = new Set([`from:${draft.sender.address}`, `provider:${more.provider}`])
  if (reference !== undefined) facets.add(`ref:${reference}`)
  if (more.batchId !== undefined) facets.add(`batch:${more.batchId}`)
  for (const tag of tags) facets.add(`tag:${tag}`)
  for (const key of Object.keys(metadata)) facets.add(`meta:${key}`)
  return [...facets]
}
