import type { ErrorClass } from '@heliograph/shared/domain/error-class'

/** One line of the table: codes that mean the same. A pair in the list is an inclusive range. */
export type CatalogueRow = {
  readonly codes: readonly (number | readonly [first: number, last: number])[]
  readonly class: ErrorClass
  readonly title: string
  readonly cause: string
  readonly remedy: string
}
