import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { root } from '../paths.mjs'
import { say } from '../say.mjs'

/**
 * Runs vitest and counts what its report says.
 * @param {import('../session.mjs').Session} session
 * @param {{ env: Record<string, string>, files: string[], isUnitOnly: boolean }} options
 * @returns {Promise<import('./run-tests.mjs').Counts>}
 */
export async function vitestStep(session, { env, files, isUnitOnly }) {
  const dir = mkdtempSync(join(tmpdir(), 'heliograph-report-'))
  const report = join(dir, 'report.json')
  const forget = session.onClose(() => rmSync(dir, { recursive: true, force: true }), 'files')
  const child = startChild(session, {
    name: 'vitest',
    command: process.execPath,
    args: [
      ...[join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', ...files],
      ...(isUnitOnly ? ['--project', 'unit'] : []),
      ...['--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
    ],
    cwd: root,
    env,
    graceMs: 4_000,
  })
  const { code } = await child.exited
  const counts = countReport(
    existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : undefined,
    code,
    {
      isCi: Boolean(process.env['CI']),
      note: say,
    },
  )
  forget()
  rmSync(dir, { recursive: true, force: true })
  return counts
}

/**
 * Sums a vitest JSON report. A suite that did not load counts as a failure, as do a run without any test, an error outside
 * of every test (the exit code alone tells) and, in CI, each test that was skipped.
 * @param {any} report
 * @param {number | null} exitCode
 * @param {{ isCi: boolean, note: (line: string) => void }} options
 * @returns {import('./run-tests.mjs').Counts}
 */
export function countReport(report, exitCode, { isCi, note }) {
  if (!report) return { passed: 0, failed: 1 }
  const broken = report.testResults.filter(
    (suite) => suite.status === 'failed' && !suite.assertionResults.some((test) => test.status === 'failed'),
  )
  const skipped = report.numPendingTests + (report.numTodoTests ?? 0)
  if (skipped > 0) note(`${skipped} skipped${isCi ? ', which counts as failed in CI' : ''}`)
  const counts = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length + (isCi ? skipped : 0),
  }
  if (counts.passed + counts.failed === 0) note('No test was found')
  const isIncomplete = counts.passed + counts.failed === 0 || exitCode !== 0
  return counts.failed === 0 && isIncomplete ? { ...counts, failed: 1 } : counts
}
