import { describe, expect, test } from 'vitest'
import { listCode, listFiles, readText } from './markdown.ts'

const scripts: Readonly<Record<string, string>> = JSON.parse(readText('package.json')).scripts

/** Where each command's flags are defined. */
const sources: Readonly<Record<string, string>> = {
  start: 'scripts/lib/start/command.mjs',
  dev: 'scripts/lib/start/command.mjs',
  test: 'scripts/test.mjs',
  simulator: 'apps/simulator/src/config.ts',
  migrate: 'packages/delivery/bin/migrate.ts',
  keys: 'packages/delivery/bin/keys-help.ts',
  rebuild: 'packages/delivery/bin/rebuild.ts',
  chaos: 'chaos/main.ts',
  'chaos:mutants': 'chaos/mutants/main.ts',
  'bench:relay': 'bench/relay/main.ts',
  'bench:drain': 'bench/drain/main.ts',
  'bench:history': 'bench/history/main.ts',
  'bench:ingest': 'bench/ingest/main.ts',
}

/** A command of package.json as it is written in a document. */
type Mention = { readonly name: string; readonly flags: readonly string[] }

describe.each(listFiles('', '.md'))('%s', (file) => {
  const mentions = listCode(readText(file)).flatMap(readMention)

  test('names only commands that package.json has', () => {
    expect(mentions.map(({ name }) => name).filter((name) => !(name in scripts))).toEqual([])
  })

  test('gives commands only flags that they know', () => {
    expect(mentions.flatMap(listUnknownFlags)).toEqual([])
  })
})

test('every command of package.json is in the README', () => {
  const named = new Set(
    listCode(readText('README.md'))
      .flatMap(readMention)
      .map(({ name }) => name),
  )
  expect(Object.keys(scripts).filter((name) => !named.has(name))).toEqual([])
})

test('an unknown command and an unknown flag are seen', () => {
  expect(readMention('npm run fly').map(({ name }) => name in scripts)).toEqual([false])
  expect(readMention('npm start -- --no-such-flag').flatMap(listUnknownFlags)).toEqual([
    'start --no-such-flag',
  ])
})

function readMention(code: string): Mention[] {
  const found = /\bnpm (?:run ([\w:-]+)|(start|test)\b)(?: -- (.*))?/.exec(code)
  const name = found?.[1] ?? found?.[2]
  if (found === null || name === undefined) return []
  return [
    {
      name,
      flags: [...(found[3] ?? '').matchAll(/(?<=^|\s)--([a-z][\w-]*)/g)].map(([, flag]) => flag ?? ''),
    },
  ]
}

function listUnknownFlags({ name, flags }: Mention): string[] {
  const source = sources[name]
  const text = source === undefined ? '' : readText(source)
  const isKnown = (flag: string) => flag === 'help' || new RegExp(`\\b${flag}\\b`).test(text)
  return flags.filter((flag) => !isKnown(flag)).map((flag) => `${name} --${flag}`)
}
