import { describe, expect, test } from 'vitest'
import { getSection, listFiles, listRows, readName, readText } from './markdown.ts'

/** One folder per provider: a new one is found without a line here. */
const adapters = listFiles('packages/delivery/src/providers', 'read-account.ts')

const schemas = [
  'packages/delivery/src/settings/engine-settings.ts',
  'apps/api/src/config.ts',
  'apps/worker/src/config.ts',
  'apps/simulator/src/config.ts',
  ...adapters,
]

/** Of the system, or passed between our own processes: nobody sets these for us. */
const notSettings = new Set(['PATH', 'HOME', 'TERM', 'CI', 'LD_LIBRARY_PATH', 'HELIOGRAPH_OUTER_PID'])

const read = new Set([...fromSchemas(), ...fromCode(), ...fromCompose()])
const rows = listRows(getSection(readText('README.md'), 'Configuration')).filter(
  ([name]) => name !== 'Variable',
)
const documented = rows.map(([name]) => readName(name) ?? '')

/** Those that no `.env` file can set: asked before one is read, or never looked for in one. */
const isEnvironmentOnly = (name: string) =>
  /^(TEST_|NO_COLOR$|HELIOGRAPH_DEBUG$|HELIOGRAPH_DATA_DIR$)/.test(name)

describe('the configuration table', () => {
  test('names every variable that the code reads, and no other', () => {
    expect(documented.toSorted()).toEqual([...read].toSorted())
  })

  test('gives the defaults of the code', () => {
    const differing = listDefaults().filter(({ name, value }) => {
      const stated = rows.find(([cell]) => readName(cell) === name)?.[2] ?? ''
      return !stated.includes(`\`${value}\``)
    })
    expect(differing).toEqual([])
  })
})

test('.env.example names every variable that a file can set, and no other', () => {
  const offered = [...readText('.env.example').matchAll(/^#([A-Z][A-Z0-9_]+)=/gm)].map(
    ([, name]) => name ?? '',
  )
  expect(offered.toSorted()).toEqual([...read].filter((name) => !isEnvironmentOnly(name)).toSorted())
})

test('.env.example sets nothing, so that a copy of it changes nothing', () => {
  expect(readText('.env.example').match(/^[^#\n].*$/gm)).toBeNull()
})

function fromSchemas(): string[] {
  expect(adapters.length).toBeGreaterThan(3)
  return schemas.flatMap(listEntries).map(({ name }) => name)
}

/** The variables of one schema, each with what is written of it. */
function listEntries(path: string): { name: string; rule: string }[] {
  const pattern = /^ {2}([A-Z][A-Z0-9_]+): ([\s\S]*?)(?=^ {2}\S|^\}\))/gm
  const found = [...readText(path).matchAll(pattern)].map(([, name = '', rule = '']) => ({ name, rule }))
  // A changed layout of a schema must not make this test see nothing.
  expect(found.length, path).toBeGreaterThan(5)
  return found
}

/** Reads outside the schemas: the scripts, the commands, the services for tests. */
function fromCode(): string[] {
  const paths = ['scripts', 'packages', 'apps'].flatMap((folder) => [
    ...listFiles(folder, '.mjs'),
    ...listFiles(folder, '.ts'),
  ])
  const isTested = (path: string) =>
    path.includes('oldest-postgres') || !/\/test\/|\/testing\/|\.test\.ts$/.test(path)
  const reads = /\b(?:env|values)(?:\.|\[')([A-Z][A-Z0-9_]{2,})\b/g
  return paths
    .filter(isTested)
    .flatMap((path) => [...readText(path).matchAll(reads)].map(([, name]) => name ?? ''))
    .filter((name) => !notSettings.has(name) && !name.startsWith('HELIOGRAPH_TEST_'))
}

function fromCompose(): string[] {
  return [...readText('docker-compose.yml').matchAll(/\$\{([A-Z][A-Z0-9_]+)/g)].map(([, name]) => name ?? '')
}

/** Defaults that stand in the schemas as plain numbers or words. */
function listDefaults(): { name: string; value: string }[] {
  const pattern = /^(?:milliseconds|days)\(([\d_]+)|\.default\('?([^')]+)'?\)/
  const found = schemas.flatMap(listEntries).flatMap(({ name, rule }) => {
    const [, first, second] = pattern.exec(rule) ?? []
    const value = first ?? second
    return value === undefined ? [] : [{ name, value: value.replaceAll(/(?<=\d)_(?=\d)/g, '') }]
  })
  expect(found.length).toBeGreaterThan(25)
  return found
}
