/** One page of a list. `nextId` is what the next page continues after; undefined at the end. */
export type Page<Row> = { readonly rows: readonly Row[]; readonly nextId: string | undefined }

/** Why reading ended before the list did. */
export type CutReason = 'too_many_rows' | 'too_slow'

/** A list that was not read to its end. */
export class ReadingCut extends Error {
  override readonly name = 'ReadingCut'
  readonly reason: CutReason

  constructor(reason: CutReason) {
    super(`the list was not read to its end: ${reason}`)
    this.reason = reason
  }
}

/** What to read: `next` answers the page that continues after an id, or the first one. `maxMs` counts from the call. */
export type Reading<Row> = {
  next(afterId: string | undefined): Promise<Page<Row>>
  readonly maxRows: number
  readonly maxMs: number
}

/**
 * Reads a list page by page, and a page only when the one before was taken: never more than one is in
 * memory, and no transaction or connection is held in between. Ends with the list, when the consumer stops, or
 * with ReadingCut when a bound is met before the end.
 */
export async function* readPages<Row>(reading: Reading<Row>): AsyncGenerator<readonly Row[], void, void> {
  const endAt = performance.now() + reading.maxMs
  let afterId: string | undefined
  let count = 0
  do {
    if (performance.now() > endAt) throw new ReadingCut('too_slow')
    const page = await reading.next(afterId)
    const rows = page.rows.slice(0, reading.maxRows - count)
    count += rows.length
    yield rows
    const isFull = count >= reading.maxRows
    if (rows.length < page.rows.length || (isFull && page.nextId !== undefined))
      throw new ReadingCut('too_many_rows')
    afterId = page.nextId
  } while (afterId !== undefined)
}
