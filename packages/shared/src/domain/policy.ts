/** What a message does when the provider's answer was lost. */
export const policies = ['at_most_once', 'confirmed', 'at_least_once'] as const

/**
 * `at_most_once`: never sent again. `confirmed`: sent again only after the provider's own list showed
 * twice that it never arrived. `at_least_once`: as `confirmed`, and sent again even when the list cannot be
 * read for long.
 */
export type Policy = (typeof policies)[number]
