import type { ErrorClass } from '@heliograph/shared/domain/error-class'

/** One line of the table: codes that mean the same. */
export type CatalogueRow = {
  readonly codes: readonly string[]
  readonly class: ErrorClass
  readonly title: string
  readonly cause: string
  readonly remedy: string
}
