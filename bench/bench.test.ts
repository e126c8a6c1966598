import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { expect, test } from 'vitest'

const pathOf = (main: string) => fileURLToPath(new URL(main, import.meta.url))

/** Runs a benchmark on the test servers and answers its output and its JSON file. */
async function run(main: string, args: readonly string[]) {
  const { databaseUrl, redisUrl } = getRunEnv()
  const json = join(tmpdir(), `hg-bench-${process.pid}-${main.replaceAll('/', '-')}.json`)
  try {
    const { code, stdout, stderr } = await runMain({
      main: pathOf(main),
      args: [...args, '--json', json],
      env: { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl },
      timeoutMs: 25_000,
    })
    expect(stderr).toBe('')
    expect(code).toBe(0)
    const written: unknown = JSON.parse(await readFile(json, 'utf8'))
    return { stdout, written }
  } finally {
    await rm(json, { force: true })
  }
}

test('bench:relay measures every phase beside its control and keeps both plans', async () => {
  const counts = { rows: 500, rung: 50, future: 50, sweeps: 4, controls: 4 }
  const args = Object.entries(counts).flatMap(([name, value]) => [`--${name}`, String(value)])
  const { stdout, written } = await run('relay/main.ts', args)
  expect(stdout).toContain('500 due rows in 60 lanes')
  const phase = { ratio: expect.any(Number), failed: 0, control: { n: 4 } }
  expect(written).toMatchObject({
    counts,
    results: [phase, phase, phase],
    plans: { sweep: expect.arrayContaining([expect.stringContaining('Execution Time')]) },
  })
})

test('bench:drain hands every message over on both sides and prints the ratio', async () => {
  const { stdout, written } = await run('drain/main.ts', ['--messages', '40', '--rounds', '1'])
  expect(stdout).toMatch(/product is [\d.]+ x the control/)
  expect(written).toMatchObject({ ratio: expect.any(Number), results: { product: [{}], control: [{}] } })
})

test.each(['relay/main.ts', 'drain/main.ts'])(
  '%s explains itself, and refuses what it does not know',
  async (main) => {
    const help = await runMain({ main: pathOf(main), args: ['--help'] })
    expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--json FILE') })
    const wrong = await runMain({ main: pathOf(main), args: ['--rows', 'many', '--messages', 'many'] })
    expect(wrong.code).toBe(2)
  },
)
