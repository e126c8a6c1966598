import type { CheckedDraft } from './check-draft.ts'

// What a message is found by, each once: rows of mms_facet, written with the message and never changed.

/** The facets that come from where a message leaves and from its batch. */
export function listSharedFacets(
  { sender }: CheckedDraft,
  { provider, batchId }: { readonly provider: string; readonly batchId: string | undefined },
): string[] {
  const facets = [`from:${sender.address}`, `provider:${provider}`]
  if (batchId !== undefined) facets.push(`batch:${batchId}`)
  return facets
}

/** The facets that its application gave it; undefined when it gave none. */
export function listOwnFacets({ body }: CheckedDraft): string[] | undefined {
  const { reference, tags = [], metadata = {} } = body
  const facets = new Set(tags.map((tag) => `tag:${tag}`))
  if (reference !== undefined) facets.add(`ref:${reference}`)
  for (const key of Object.keys(metadata)) facets.add(`meta:${key}`)
  return facets.size === 0 ? undefined : [...facets]
}
