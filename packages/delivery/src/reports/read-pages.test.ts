import { describe, expect, test } from 'vitest'
import { ReadingCut, readPages } from './read-pages.ts'

/** A list of the numbers from 0 on, three to a page, that remembers which pages were asked for. */
function listOf(length: number) {
  const asked: (string | undefined)[] = []
  return {
    asked,
    next: (afterId: string | undefined) => {
      asked.push(afterId)
      const start = afterId === undefined ? 0 : Number(afterId) + 1
      const rows = Array.from({ length: Math.min(3, length - start) }, (_, at) => start + at)
      const nextId = start + rows.length < length ? String(rows.at(-1)) : undefined
      return Promise.resolve({ rows, nextId })
    },
  }
}

async function collect(pages: AsyncIterable<readonly number[]>): Promise<{ rows: number[]; cut?: string }> {
  const rows: number[] = []
  try {
    for await (const page of pages) rows.push(...page)
    return { rows }
  } catch (error) {
    if (!(error instanceof ReadingCut)) throw error
    return { rows, cut: error.reason }
  }
}

const bounds = { maxRows: 100, maxMs: 60_000 }
const upTo = (length: number) => Array.from({ length }, (_, at) => at)

describe('reading page by page', () => {
  test.each([0, 1, 3, 4, 9, 10])('gives each of %i rows once, in order', async (length) => {
    expect(await collect(readPages({ ...listOf(length), ...bounds }))).toEqual({ rows: upTo(length) })
  })

  test('asks for a page only when the one before was taken', async () => {
    const list = listOf(10)
    const pages = readPages({ ...list, ...bounds })
    expect(list.asked).toEqual([])
    await pages.next()
    expect(list.asked).toEqual([undefined])
    await pages.next()
    expect(list.asked).toEqual([undefined, '2'])
  })

  test('asks for nothing more once its consumer stopped', async () => {
    const list = listOf(10)
    const pages = readPages({ ...list, ...bounds })
    await pages.next()
    await pages.return()
    expect(await pages.next()).toEqual({ done: true, value: undefined })
    expect(list.asked).toHaveLength(1)
  })

  test.each([
    [4, 10, 'too_many_rows'],
    [6, 10, 'too_many_rows'],
    [6, 6, undefined],
    [7, 6, undefined],
  ])('with a bound of %i rows reads a list of %i no further', async (maxRows, length, cut) => {
    const read = await collect(readPages({ ...listOf(length), ...bounds, maxRows }))
    expect(read).toEqual({ rows: upTo(Math.min(maxRows, length)), ...(cut === undefined ? {} : { cut }) })
  })

  test('ends when its time is over, visibly', async () => {
    expect(await collect(readPages({ ...listOf(10), ...bounds, maxMs: -1 }))).toEqual({
      rows: [],
      cut: 'too_slow',
    })
  })
})
