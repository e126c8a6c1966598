import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { eventually } from '@heliograph/testkit/eventually'
import { afterAll, afterEach, expect, test } from 'vitest'
import { makeDataDir, processesOf, spawnNpmStart, spawnStart } from './start-process.ts'

const stopMs = 10_000
const startMs = 60_000
const ready = /Ctrl-C stops everything/
const data = makeDataDir()

afterEach(() => eventually(() => expect(processesOf(data.path)).toEqual([]), { timeoutMs: stopMs }))
afterAll(data.remove)

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('%s stops every process within 10 s', async (signal) => {
  const start = spawnStart(data.path, ['--no-sample'])
  await start.waitForLine(ready, startMs)
  expect(processesOf(data.path).length).toBeGreaterThanOrEqual(10)
  // As it is started everywhere (docs/adr/025-young-garbage.md, 026-idle-api-keeps-its-code.md).
  expect(processesOf(data.path)).toContainEqual(
    expect.stringMatching(
      /^\d+ \S+ --min-semi-space-size=16 --no-memory-reducer \S*apps\/api\/src\/main\.ts$/,
    ),
  )
  start.kill(signal)
  expect((await start.exited).code).toBe(0)
  expect(processesOf(data.path)).toEqual([])
})

test.each(['SIGTERM', 'SIGKILL'] as const)('npm killed with %s leaves no process behind', async (signal) => {
  const npm = spawnNpmStart(data.path, ['--no-sample'])
  await npm.waitForLine(ready, startMs)
  npm.kill(signal)
  await eventually(() => expect(processesOf(data.path)).toEqual([]), { timeoutMs: stopMs })
})

test('a start killed with SIGKILL leaves no process behind, and its stale locks do not stop the next', async () => {
  const start = spawnStart(data.path, ['--no-sample'])
  await start.waitForLine(ready, startMs)
  start.kill('SIGKILL')
  await eventually(() => expect(processesOf(data.path)).toEqual([]), { timeoutMs: stopMs })
  // What a crash of the whole machine leaves: the pid of a server, given to another living process since.
  writeFileSync(
    join(data.path, 'postgres', 'data', 'postmaster.pid'),
    `${process.pid}\n${join(data.path, 'postgres', 'data')}\n`,
  )
  const next = spawnStart(data.path, ['--no-sample', '--once'])
  const { code } = await next.exited
  expect(`${code} ${next.stderr()}`).toBe('0 ')
})

test('a second start on the same data says so in one line and leaves the first alone', async () => {
  const first = spawnStart(data.path, ['--no-sample'])
  await first.waitForLine(ready, startMs)
  const second = spawnStart(data.path, ['--no-sample'])
  expect((await second.exited).code).toBe(1)
  expect(second.stderr()).toMatch(
    new RegExp(`^error Heliograph already runs on .* \\(process ${first.pid}\\): .*\n$`),
  )
  const { api } = JSON.parse(readFileSync(join(data.path, 'ports.json'), 'utf8'))
  expect((await fetch(`http://127.0.0.1:${api}/livez`)).status).toBe(200)
  await first.stop(stopMs)
})

test('a process that dies is named with the end of its log, and everything else is stopped', async () => {
  const start = spawnStart(data.path, ['--no-sample'])
  await start.waitForLine(ready, startMs)
  const worker = processesOf(data.path).find((line) => /^\d+ \S+ \S*apps\/worker\/src\/main\.ts$/.test(line))
  process.kill(Number(worker?.split(' ')[0]), 'SIGKILL')
  expect((await start.exited).code).toBe(1)
  expect(start.stderr()).toMatch(
    /error worker ended unexpectedly \(SIGKILL\): everything else is stopped \(log: .*worker\.log\)\n.*worker\.started/s,
  )
  expect(processesOf(data.path)).toEqual([])
})
