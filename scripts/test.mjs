import { helpText, readFlags } from './lib/flags.mjs'
import { say } from './lib/say.mjs'
import { runSession } from './lib/session.mjs'
import { runTests } from './lib/testing/run-tests.mjs'

/** @type {import('./lib/flags.mjs').FlagSpec} */
const spec = {
  command: 'npm test --',
  flags: { unit: { type: 'boolean', help: 'only the tests that need no services' } },
  takesFiles: true,
}
const intro = `npm test: lint, type check and all tests, with services of their own.
npm test -- FILE … runs the test files whose path contains one of the given texts.`

await runSession(async (session) => {
  const { flags, rest } = readFlags(process.argv.slice(2), spec)
  if (!flags.help) return await runTests(session, { isUnitOnly: flags.unit === true, files: rest })
  say(helpText(spec, intro))
  return 0
})
