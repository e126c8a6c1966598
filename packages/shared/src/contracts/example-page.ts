import { z } from 'zod'

/** Example of a page of a list: the first example of what is on it, and no page after it. */
export function examplePage(item: z.ZodType): { readonly data: unknown[]; readonly nextCursor: null } {
  const examples = z.globalRegistry.get(item)?.['examples']
  if (!Array.isArray(examples)) throw new Error('what is on the page has no example')
  return { data: examples.slice(0, 1), nextCursor: null }
}
