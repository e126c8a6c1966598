import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { expect, test } from 'vitest'
import { findFaults, listIndexes } from './history/read-plan.ts'

const main = fileURLToPath(new URL('history/main.ts', import.meta.url))

test('bench:history measures every filter and five pairs beside a primary-key page, and keeps every plan', async () => {
  const { databaseUrl, redisUrl } = getRunEnv()
  const json = join(tmpdir(), `hg-bench-history-${process.pid}.json`)
  try {
    // On a table of some pages times and plans say nothing about a long history: the bound is out of reach here.
    const args = ['--rows', '3000', '--rounds', '2', '--bound', '10000', '--json', json]
    const env = { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl }
    const { code, stdout, stderr } = await runMain({ main, args, env, timeoutMs: 25_000 })
    expect([stderr, stdout.match(/FAULT .*/g)]).toEqual(['', null])
    expect(code).toBe(0)
    const { results, control } = JSON.parse(await readFile(json, 'utf8'))
    expect(control.n).toBeGreaterThan(0)
    const names: string[] = results.map(({ name }: { name: string }) => name)
    expect(names.filter((name) => name.startsWith('pair: '))).toHaveLength(5)
    for (const filter of [
      ...['status', 'to', 'from', 'provider', 'providerId', 'errorCode', 'errorClass', 'tag', 'metadataKey'],
      ...['batch', 'reference', 'createdFrom', 'sentFrom', 'finalFrom', 'order', 'cursor'],
    ]) {
      expect(names.some((name) => name === filter || new RegExp(`^${filter}\\b`).test(name))).toBe(true)
    }
    for (const { plan } of results) expect(listIndexes(plan).length).toBeGreaterThan(0)
  } finally {
    await rm(json, { force: true })
  }
})

test('bench:history explains itself, and refuses what it does not know', async () => {
  const help = await runMain({ main, args: ['--help'] })
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--json FILE') })
  expect((await runMain({ main, args: ['--rows', 'many'] })).code).toBe(2)
})

test('a plan that reads a whole table, or sorts too much, is seen', () => {
  const node = (type: string, rows: number, more: object = {}) => ({
    'Node Type': type,
    'Actual Rows': rows,
    'Actual Loops': 1,
    ...more,
  })
  const scan = node('Seq Scan', 10, { 'Relation Name': 'mms_log_202611', 'Rows Removed by Filter': 4_990 })
  expect(findFaults({ Plan: node('Limit', 1, { Plans: [scan] }) })).toEqual([
    'Seq Scan of 5000 rows of mms_log_202611',
  ])
  const child = node('Index Scan', 5_000)
  expect(findFaults({ Plan: node('Sort', 51, { Plans: [child] }) })).toEqual(['Sort of 5000 rows'])
  const other = node('Seq Scan', 4, { 'Relation Name': 'sender' })
  const empty = node('Seq Scan', 0, { 'Relation Name': 'mms_log_default' })
  expect(findFaults({ Plan: node('Append', 4, { Plans: [other, empty] }) })).toEqual([])
  expect(() => findFaults({})).toThrow('no plan')
})
