import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runMain, spawnMain } from '../src/child-process.ts'
import { findFreePort } from '../src/free-port.ts'

let dir: string

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hg-test-child-'))
})

afterAll(() => rm(dir, { recursive: true }))

async function main(name: string, source: string): Promise<string> {
  const path = join(dir, name)
  await writeFile(path, source)
  return path
}

test('a main file runs as TypeScript and sees only the environment it is given', async () => {
  process.env['TWILIO_AUTH_TOKEN'] = 'of the developer'
  try {
    const path = await main(
      'env.ts',
      'const seen: string[] = [process.env.GIVEN ?? "", process.env.TWILIO_AUTH_TOKEN ?? "nothing"]\nconsole.log(seen.join())',
    )
    const result = await runMain({ main: path, env: { GIVEN: 'yes' } })
    expect(result).toMatchObject({ code: 0, stdout: 'yes,nothing\n' })
  } finally {
    delete process.env['TWILIO_AUTH_TOKEN']
  }
})

test('waiting for a port and for a line, then stopping, leaves no process', async () => {
  const port = await findFreePort()
  const path = await main(
    'server.ts',
    `import { createServer } from 'node:net'\ncreateServer().listen(${port}, '127.0.0.1', () => console.log('listening on', ${port}))`,
  )
  const child = spawnMain({ main: path })
  await child.waitForPort(port)
  expect((await child.waitForLine(/listening on (\d+)/))[1]).toBe(String(port))
  expect(await child.stop()).toEqual({ code: null, signal: 'SIGTERM' })
  expect(() => process.kill(child.pid, 0)).toThrow('ESRCH')
})

test('a child that ignores SIGTERM is killed after the grace', async () => {
  const path = await main(
    'stubborn.ts',
    "process.on('SIGTERM', () => undefined)\nsetInterval(() => undefined, 1000)\nconsole.log('up')",
  )
  const child = spawnMain({ main: path })
  await child.waitForLine(/up/)
  expect(await child.stop(100)).toEqual({ code: null, signal: 'SIGKILL' })
})
