import { expect, test } from 'vitest'
import { gatherBytes } from './gather-bytes.ts'

test('chunks of every size come back in order', () => {
  const gathered = gatherBytes(1_000_000)
  const chunks = [1, 65_535, 2, 65_536, 300_000, 0, 7].map((size, index) => Buffer.alloc(size, index + 1))
  expect(chunks.map((chunk) => gathered.add(chunk))).toEqual(chunks.map(() => true))
  expect(gathered.take().equals(Buffer.concat(chunks))).toBe(true)
})

test('a chunk that would pass the cap is turned away and nothing of it is kept', () => {
  const gathered = gatherBytes(10)
  expect(gathered.add(Buffer.from('12345678'))).toBe(true)
  expect(gathered.add(Buffer.from('abc'))).toBe(false)
  expect(gathered.add(Buffer.from('90'))).toBe(true)
  expect(gathered.add(Buffer.from('x'))).toBe(false)
  expect(gathered.take().toString()).toBe('1234567890')
})

test('what it holds never grows beyond the cap', () => {
  const gathered = gatherBytes(200_000)
  for (let added = 0; added < 300_000; added += 1_000) gathered.add(Buffer.alloc(1_000, 'x'))
  expect(gathered.take().length).toBe(200_000)
  expect(gathered.take().buffer.byteLength).toBe(200_000)
})

test('chunks are copied, so that what a socket read them into can go', () => {
  const gathered = gatherBytes(10)
  const chunk = Buffer.from('abc')
  gathered.add(chunk)
  chunk.fill('x')
  expect(gathered.take().toString()).toBe('abc')
})
