import { messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { listBlocks, listFiles, readText } from './markdown.ts'

const diagrams = listFiles('', '.md').flatMap((file) =>
  listBlocks(readText(file), 'mermaid').map((block, index) => ({ name: `${file} ${index + 1}`, block })),
)

/** A diagram of another type is shown as an error where Markdown is rendered. */
const isOfKnownType = (block: string) =>
  /^(stateDiagram-v2|flowchart|sequenceDiagram|erDiagram)\b/.test(block)

test('the documents have diagrams', () => {
  expect(diagrams.map(({ name }) => name)).toContain('docs/architecture.md 1')
})

test.each(diagrams)('$name is of a type that mermaid draws', ({ block }) => {
  expect(isOfKnownType(block)).toBe(true)
})

test('a diagram of an unknown type is seen', () => {
  expect(isOfKnownType('statediagram\n  [*] --> queued')).toBe(false)
})

describe('the state diagram of docs/architecture.md', () => {
  const drawn = diagrams
    .filter(({ name }) => name.startsWith('docs/architecture.md'))
    .flatMap(({ block }) => [...block.matchAll(/^ {2}(\S+) --> (\w+)/gm)])
    .flatMap(([, from, to]) => [from, to])
    .filter((status) => status !== '[*]')

  test('shows every status, and no other', () => {
    expect([...new Set(drawn)].toSorted()).toEqual(messageStatuses.toSorted())
  })
})
