import { env } from 'node:process'
import { paint, say } from '../say.mjs'
import { withPreparedCheckout } from '../setup/prepare.mjs'
import { withoutInstallation } from '../start/provider-variables.mjs'
import { lintStep, typeCheckStep } from './check-steps.mjs'
import { openTestServices } from './test-services.mjs'
import { vitestStep } from './vitest-step.mjs'

/** @typedef {{ passed: number, failed: number }} Counts */

/**
 * The whole of `npm test`: lint, type check, then the tests with services of their own. Only TEST_DATABASE_URL and
 * TEST_REDIS_URL of the user's environment lead anywhere; `.env` files are never read.
 * @param {import('../session.mjs').Session} session
 * @param {{ isUnitOnly: boolean, files: string[] }} options with files, only the test files whose path contains one of them run
 * @returns {Promise<number>} exit code
 */
export async function runTests(session, { isUnitOnly, files }) {
  return await withPreparedCheckout(session, async () => {
    const clean = withoutInstallation(env)
    const isWhole = !isUnitOnly && files.length === 0
    const results = []
    if (isWhole) {
      results.push(await step('Lint', () => lintStep(session, clean)))
      results.push(await step('Types', () => typeCheckStep(session, clean)))
    }
    const services = isUnitOnly ? { env: {} } : await openTestServices(session)
    const tests = { env: { ...clean, ...services.env }, files, isUnitOnly }
    results.push(await step(isUnitOnly ? 'Unit tests' : 'Tests', () => vitestStep(session, tests)))
    return summarise(session, results)
  })
}

/** Lint and type check alone: `npm run check`. */
export async function runChecks(session) {
  return await withPreparedCheckout(session, async () => {
    const clean = withoutInstallation(env)
    const lint = await step('Lint', () => lintStep(session, clean))
    const types = await step('Types', () => typeCheckStep(session, clean))
    return summarise(session, [lint, types])
  })
}

/**
 * @param {string} name
 * @param {() => Promise<Counts>} work
 */
async function step(name, work) {
  say(`\n${paint('bold', name)}`)
  const startedAt = Date.now()
  const counts = await work()
  const seconds = ((Date.now() - startedAt) / 1000).toFixed(1)
  say(`${name}: ${counts.failed === 0 ? paint('green', 'passed') : paint('red', 'failed')} in ${seconds} s`)
  return counts
}

function summarise(session, results) {
  const passed = results.reduce((sum, counts) => sum + counts.passed, 0)
  const failed = results.reduce((sum, counts) => sum + counts.failed, 0)
  session.lastLine = `\n${passed} passed, ${failed} failed`
  return failed === 0 && passed > 0 ? 0 : 1
}
