import { acceptedMessage, eventPage, messageError, messageView } from '@heliograph/shared/contracts/messages'
import { problem } from '@heliograph/shared/contracts/problem'
import { eventTypes } from '@heliograph/shared/domain/message-event'
import { policies } from '@heliograph/shared/domain/policy'
import { messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { problemCodes } from '../../apps/api/src/problems/problem-codes.ts'
import { getSection, listBlocks, listRows, readName, readText } from './markdown.ts'

describe('the README', () => {
  const readme = readText('README.md')

  test('shows answers that the contracts describe, field by field', () => {
    const examples = listBlocks(readme, 'json').map((block): unknown => JSON.parse(block))
    const contracts = [acceptedMessage, messageView, eventPage, messageError, problem]
    expect(examples).toHaveLength(contracts.length)
    for (const [index, contract] of contracts.entries()) {
      expect(contract.parse(examples[index])).toEqual(examples[index])
    }
  })

  test('draws a life of known statuses, from 202 to every final one', () => {
    const diagram = listBlocks(readme, 'mermaid').join('\n')
    const drawn = [...diagram.matchAll(/^ {2}(\S+) --> (\w+)/gm)].flatMap(([, from, to]) => [from, to])
    expect(new Set(drawn.filter((status) => status !== '[*]'))).toEqual(new Set(messageStatuses))
  })

  test('explains every policy', () => {
    const section = getSection(readme, 'Policies')
    expect([...section.matchAll(/^- `(\w+)`/gm)].map(([, name]) => name)).toEqual([...policies])
  })
})

describe('docs/api.md', () => {
  test('lists every error code of the API with its HTTP status', () => {
    const listed = listRows(readText('docs/api.md')).flatMap((cells) => {
      const code = cells.map(readName).find((name) => name !== undefined && name in problemCodes)
      const status = cells.find((cell) => /^`?[45]\d\d`?$/.test(cell))
      return code === undefined || status === undefined ? [] : [`${code} ${status.replaceAll('`', '')}`]
    })
    const expected = Object.entries(problemCodes).map(([code, { status }]) => `${code} ${status}`)
    expect(listed.toSorted()).toEqual(expected.toSorted())
  })
})

test('docs/api.md lists every type of event, and no other', () => {
  const section = getSection(readText('docs/api.md'), 'Events')
  const listed = listRows(section)
    .slice(1)
    .map(([type]) => readName(type))
  expect(listed.toSorted()).toEqual(eventTypes.toSorted())
})
