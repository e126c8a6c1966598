import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runMain } from '@heliograph/testkit/child-process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkout } from './start-process.ts'

// A checkout with nothing but the scripts: whatever these tests see happened before anything was installed or opened.
let bare = ''

beforeAll(() => {
  bare = mkdtempSync(join(tmpdir(), 'heliograph-bare-'))
  cpSync(join(checkout, 'scripts'), join(bare, 'scripts'), { recursive: true })
})
afterAll(() => rmSync(bare, { recursive: true }))

function runScript(script: string, args: string[], env: Record<string, string> = {}) {
  return runMain({ main: join(bare, 'scripts', script), args, cwd: bare, env })
}

test.each(['start.mjs', 'dev.mjs', 'test.mjs', 'run.mjs'])(
  '%s has --help and opens nothing for it',
  async (script) => {
    const { code, stdout } = await runScript(script, ['--help'])
    expect(code).toBe(0)
    expect(stdout).toContain('npm')
    expect(readdirSync(bare)).toEqual(['scripts'])
  },
)

test.each([
  ['start.mjs', ['--onse'], 'Unknown flag --onse'],
  ['start.mjs', ['extra'], 'Unknown argument extra'],
  ['start.mjs', ['--to'], 'Flag --to needs a value'],
  ['start.mjs', ['--once=yes'], 'Flag --once takes no value'],
  ['start.mjs', ['--to', '5551234'], '--to 5551234 is not a phone number'],
  ['dev.mjs', ['--watch'], 'Unknown flag --watch'],
  ['test.mjs', ['--integration'], 'Unknown flag --integration'],
  ['run.mjs', ['serve'], 'Unknown command serve'],
])('%s %j is refused in one line', async (script, args, message) => {
  const { code, stdout, stderr } = await runScript(script, args)
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr).toMatch(/^error [^\n]+\n$/)
  expect(stderr).toContain(message)
})

test('missing and malformed settings are named together with their files before anything opens', async () => {
  writeFileSync(join(bare, '.env'), 'TWILIO_ACCOUNT_SID=AC123\n')
  writeFileSync(join(bare, '.env.local'), 'TWILIO_PHONE_NUMBER=12\n')
  const { code, stdout, stderr } = await runScript('start.mjs', [], { PORT: '99999' })
  rmSync(join(bare, '.env'))
  rmSync(join(bare, '.env.local'))
  expect(code).toBe(1)
  expect(stdout).toBe('')
  expect(stderr.split('\n').map((line) => line.trim().split(' is ')[0])).toEqual([
    'error 4 settings are missing or wrong: correct them in the environment, .env or .env.local, or add --simulator to try without a carrier',
    'PORT (from environment)',
    'TWILIO_AUTH_TOKEN',
    'TWILIO_ACCOUNT_SID (from .env)',
    'TWILIO_PHONE_NUMBER (from .env.local)',
    '',
  ])
  expect(existsSync(join(bare, '.data'))).toBe(false)
})

test('a production entry point never installs: it says what is missing', async () => {
  const { code, stderr } = await runScript('run.mjs', ['api'])
  expect(code).toBe(1)
  expect(stderr).toMatch(/^error node_modules is missing: run npm ci .*\n$/)
})
