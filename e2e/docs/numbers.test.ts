import { messageStatuses } from '@heliograph/shared/domain/status'
import { describe, expect, test } from 'vitest'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../../apps/simulator/src/numbers.ts'
import { catalogueRows } from '../../packages/delivery/src/providers/twilio/error-catalogue.data.ts'
import { getSection, listRows, readName, readText } from './markdown.ts'

const shown = listRows(getSection(readText('README.md'), 'Simulator numbers')).slice(1)

const dataRows = (numbers: readonly { number: string; see: string }[]) =>
  numbers.map(({ number, see }) => `${number} ${see}`)

const tableRows = (rows: readonly string[][]) => rows.map(([to, see]) => `${readName(to)} ${see}`)

test("the README's table of numbers is the simulator's own", () => {
  expect(tableRows(shown)).toEqual(dataRows(RECIPIENT_NUMBERS))
})

test("the simulator README's tables hold every sender and recipient", () => {
  const rows = tableRows(listRows(readText('apps/simulator/README.md')))
  expect(rows).toEqual(expect.arrayContaining(dataRows([...SENDER_NUMBERS, ...RECIPIENT_NUMBERS])))
})

describe('what Heliograph shows for a number', () => {
  test('begins with a status there is', () => {
    const statuses: readonly (string | undefined)[] = messageStatuses
    expect(shown.filter(([, , own]) => !statuses.includes(readName(own)))).toEqual([])
  })

  test('has the code that the carrier gives', () => {
    const differing = RECIPIENT_NUMBERS.filter(({ behaviour }, index) => {
      return 'code' in behaviour && !(shown[index]?.[2] ?? '').includes(String(behaviour.code))
    })
    expect(differing).toEqual([])
  })

  test("names each code by the catalogue's title", () => {
    const named = shown.flatMap(([, , own = '']) => {
      const [, code, title] = /, (\d{5}) ([^;,]+)/.exec(own) ?? []
      return code === undefined || title === undefined ? [] : [{ code: Number(code), title }]
    })
    expect(named.length).toBeGreaterThan(30)
    expect(named.filter(({ code, title }) => titleOf(code) !== title)).toEqual([])
  })
})

function titleOf(code: number): string | undefined {
  return catalogueRows.find(({ codes }) =>
    codes.some((entry) =>
      typeof entry === 'number' ? entry === code : entry[0] <= code && code <= entry[1],
    ),
  )?.title
}
