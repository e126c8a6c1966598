import type { Capabilities } from '@heliograph/shared/domain/capabilities'
import { describe, expect, test } from 'vitest'
import { definitions } from '../../packages/delivery/src/providers/registry.ts'
import { getSection, listRows, readText } from './markdown.ts'

// The tables of docs/providers.md and of the README say what the adapters say. A cell that differs is shown as it should be.

/** One row: its title, and the cell of a provider. */
type Row = readonly [title: string, cell: (capabilities: Capabilities) => string]

const yesNo = (isSo: boolean) => (isSo ? 'yes' : 'no')
const count = (number: number) => number.toLocaleString('en-US')
const size = (bytes: number) => (bytes >= 1_000_000 ? `${bytes / 1_000_000} MB` : `${bytes / 1_000} kB`)

/** Every capability of media, so that a new one is missed by the type check. */
const media: Readonly<Record<keyof Capabilities['media'], Row>> = {
  min: ['Media files in a message, at least', (one) => count(one.media.min)],
  max: ['Media files in a message, at most', (one) => count(one.media.max)],
  sources: ['Where media may be', (one) => one.media.sources.join(', ')],
  types: [
    'Largest file, by [type](#media-types)',
    (one) => one.media.types.map(({ maxBytes }) => size(maxBytes)).join(' or '),
  ],
  maxTotalBytes: ['All files and the text together', (one) => size(one.media.maxTotalBytes)],
}

/** Every other capability. */
const others: Readonly<Record<keyof Omit<Capabilities, 'provider' | 'media'>, Row>> = {
  body: ['Characters of text', (one) => count(one.body.maxChars)],
  countries: ['Countries of recipients', (one) => [one.countries].flat().join(', ')],
  senders: ['Senders', (one) => one.senders.map((kind) => kind.replace('_', ' ')).join(', ')],
  validity: [
    'Seconds that it may keep a message',
    (one) => `${count(one.validity.minSeconds)} to ${count(one.validity.maxSeconds)}`,
  ],
  lookUp: ['Its record of a message can be read', (one) => yesNo(one.lookUp)],
  search: ['A message whose answer was lost is found', (one) => searches[one.search]],
  cancel: ['A message can be taken back', (one) => yesNo(one.cancel)],
  receipts: [
    'Receipts come to',
    (one) => (one.receipts === 'per_message' ? 'an address per message' : 'one address'),
  ],
  signature: ['Callbacks are proven by', (one) => one.signature],
  optOut: ['Opt-outs that it reports', (one) => one.optOut],
  inboundMedia: ['Inbound messages with media', (one) => yesNo(one.inboundMedia)],
}

const searches: Readonly<Record<Capabilities['search'], string>> = {
  by_reference: 'by our reference',
  by_recipient: 'by recipient and time',
  none: 'no',
}

const expected = [
  ['Capability', ...definitions.map(({ title }) => title)],
  ...[...Object.values(media), ...Object.values(others)].map(([title, cell]) => [
    title,
    ...definitions.map(({ capabilities }) => cell(capabilities)),
  ]),
]

const providers = readText('docs/providers.md')

test('the table of capabilities says of every provider what its adapter says', () => {
  const [table = ''] = getSection(providers, 'Capabilities').split(/^### /m)
  expect(listRows(table)).toEqual(expected)
})

test('the table of media types says of every provider what its adapter says', () => {
  const rows = definitions.flatMap(({ title, capabilities }) =>
    capabilities.media.types.map(({ types, maxBytes }) => [
      title,
      size(maxBytes),
      types.map((type) => `\`${type}\``).join(', '),
    ]),
  )
  expect(listRows(getSection(providers, 'Media types')).slice(1)).toEqual(rows)
})

test("every row of the README's short table is one of these", () => {
  const linked = (title = '') => title.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1')
  const whole = expected.map(([title, ...cells]) => [linked(title), ...cells])
  const short = listRows(getSection(readText('README.md'), 'Carriers'))
    .filter((cells) => cells.length === definitions.length + 1)
    .map(([title, ...cells]) => [linked(title), ...cells])
  expect(short.length).toBeGreaterThan(5)
  for (const row of short) expect(whole).toContainEqual(row)
})

describe.each(definitions)('the section of $name', ({ name, variables, requiredVariables, capabilities }) => {
  const section = getSection(providers, findHeading(name))

  test('explains every variable, the necessary ones first', () => {
    const explained = listRows(section)
      .filter(([, , more]) => more === undefined)
      .flatMap(([cell = '']) => [...cell.matchAll(/`([A-Z][A-Z0-9_]+)`/g)].map(([, variable]) => variable))
    expect(new Set(explained)).toEqual(new Set(variables))
    expect(new Set(explained.slice(0, requiredVariables))).toEqual(
      new Set(variables.slice(0, requiredVariables)),
    )
  })

  test('names the addresses that the provider calls', () => {
    const paths = capabilities.receipts === 'per_account' ? ['events'] : ['status/', 'inbound']
    expect(paths.filter((path) => !section.includes(`/webhooks/${name}/${path}`))).toEqual([])
  })
})

/** `### AWS` is the section of aws. */
function findHeading(name: string): string {
  const titles = [...providers.matchAll(/^### (.+)$/gm)].map(([, title = '']) => title)
  return titles.find((title) => title.toLowerCase() === name) ?? `of ${name}`
}
