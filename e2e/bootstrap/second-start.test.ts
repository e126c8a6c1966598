import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { makeDataDir, processesOf, spawnStart } from './start-process.ts'

const data = makeDataDir()

afterAll(data.remove)

function kept(): Record<string, string> {
  const names = ['ports.json', 'demo-key', 'secrets', 'simulator.json', 'database-url']
  return Object.fromEntries(names.map((name) => [name, readFileSync(join(data.path, name), 'utf8')]))
}

test('--once delivers the sample, ends with its line, and a second start reuses data, ports and key', async () => {
  const first = spawnStart(data.path, ['--once', '--simulator'])
  expect((await first.exited).code).toBe(0)
  expect(first.stdout().trimEnd().split('\n').at(-1)).toMatch(/^message [0-9a-f-]{36} delivered in \d+ ms$/)
  for (const status of ['queued', 'sending', 'submitted', 'sent', 'delivered']) {
    expect(first.stdout()).toMatch(new RegExp(`\\+\\d+ ms {2}${status} `))
  }
  const before = kept()
  const startedAt = Date.now()
  const second = spawnStart(data.path, ['--once'])
  expect((await second.exited).code).toBe(0)
  expect(Date.now() - startedAt).toBeLessThan(20_000)
  expect(second.stdout()).toContain('Schema        up to date')
  expect(second.stdout()).toContain(before['demo-key']?.trim())
  expect(kept()).toEqual(before)
  expect(processesOf(data.path)).toEqual([])
})

test('what holds a secret can be read by its owner only', () => {
  for (const name of Object.keys(kept())) {
    expect(`${name} ${(statSync(join(data.path, name)).mode & 0o777).toString(8)}`).toBe(`${name} 600`)
  }
  expect(statSync(join(data.path, 'postgres', 'password')).mode & 0o777).toBe(0o600)
})
