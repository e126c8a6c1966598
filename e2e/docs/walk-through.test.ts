import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startStack } from '../stack.ts'
import { getSection, listBlocks, readText } from './markdown.ts'

// The examples of docs/api.md, run as they stand. Node is always there; the others where their program is.

const run = promisify(execFile)
const stack = await startStack()
afterAll(() => stack[Symbol.asyncDispose]())
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'heliograph-examples-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const isHere = (program: string) =>
  (process.env['PATH'] ?? '').split(delimiter).some((dir) => existsSync(join(dir, program)))

const languages = [
  { language: 'js', needs: 'node', command: process.execPath, file: 'example.mjs' },
  { language: 'sh', needs: 'curl', command: 'sh', file: 'example.sh' },
  { language: 'python', needs: 'python3', command: 'python3', file: 'example.py' },
].filter(({ language, needs }) => language === 'js' || isHere(needs))

test.each(languages)('the walk-through in $language sends, follows, sends many and finds', async (given) => {
  const [source = ''] = listBlocks(getSection(readText('docs/api.md'), 'Walk-through'), given.language)
  const path = join(folder, given.file)
  await writeFile(path, source)
  const env = { PATH: process.env['PATH'], HELIOGRAPH_URL: stack.apiUrl, HELIOGRAPH_KEY: stack.key }
  const { stdout } = await run(given.command, [path], { env, timeout: 60_000 })
  expect(stdout).toMatch(/^message: delivered$/m)
  expect(stdout).toMatch(/^batch: [0-9a-f-]{36}$/m)
  expect(stdout).toMatch(/^found: order-/m)
})
