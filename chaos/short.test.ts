import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { expect, test } from 'vitest'
import type { NaiveResult } from './control/run-naive.ts'
import type { Artifact } from './report.ts'

const main = (path: string) => fileURLToPath(new URL(path, import.meta.url))

test('no accepted message is lost and none is sent twice, whatever of the short set goes wrong', {
  timeout: 420_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), 'hg-chaos-test-'))
  try {
    const json = join(folder, 'short.json')
    const args = ['--short', '--seed', '42', '--json', json]
    const run = await runMain({ main: main('./main.ts'), args, timeoutMs: 400_000 })
    expect(run.stdout + run.stderr).toContain('6 passed, 0 failed')
    const artifact = JSON.parse(await readFile(json, 'utf8')) as Artifact
    expect(artifact.scenarios.map(({ id }) => id)).toEqual(['C1', 'C3', 'C4', 'C8', 'C9', 'C11'])
    for (const { id, tally, invariants } of artifact.scenarios) {
      expect(tally, id).toMatchObject({ lost: 0, doubled: 0, unbound: 0 })
      expect(
        invariants.map((invariant) => invariant.id),
        id,
      ).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => `I${n}`))
    }
    expect(run.code).toBe(0)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
})

test('the same rig sees a naive worker lose messages and send others twice', {
  timeout: 150_000,
}, async () => {
  const run = await runMain({ main: main('./control/main.ts'), args: ['--seed', '42'], timeoutMs: 140_000 })
  expect(run.stderr).toBe('')
  const seen = JSON.parse(run.stdout) as NaiveResult
  expect(seen.acked).toBeGreaterThan(1_000)
  expect(seen.lost).toBeGreaterThanOrEqual(1)
  expect(seen.doubled).toBeGreaterThanOrEqual(1)
})
