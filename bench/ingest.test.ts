import { readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { getRunEnv } from '@heliograph/testkit/run-env'
import { expect, test } from 'vitest'

const main = fileURLToPath(new URL('ingest/main.ts', import.meta.url))

test('bench:ingest measures every side beside its control, and none refuses a request', async () => {
  const { databaseUrl, redisUrl } = getRunEnv()
  const json = join(tmpdir(), `hg-bench-${process.pid}-ingest.json`)
  const counts = { connections: 4, time: 300, warmup: 100, rounds: 1, items: 20, callbacks: 20 }
  const args = Object.entries(counts).flatMap(([name, value]) => [`--${name}`, String(value)])
  try {
    const { code, stdout, stderr } = await runMain({
      main,
      args: [...args, '--json', json],
      env: { TEST_DATABASE_URL: databaseUrl, TEST_REDIS_URL: redisUrl },
      timeoutMs: 25_000,
    })
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(stdout).toMatch(
      /product is [\d.]+ x naive, [\d.]+ x raw .*, [\d.]+ x one raw .*; its p99 is [\d.]+ x .* takes [\d.]+ x the CPU/,
    )
    const side = {
      perSecond: expect.any(Number),
      p50: expect.any(Number),
      p99: expect.any(Number),
      cpuUs: expect.any(Number),
      failed: 0,
    }
    const pair = { product: expect.any(Number), bare: expect.any(Number), ratio: expect.any(Number) }
    expect(JSON.parse(await readFile(json, 'utf8'))).toMatchObject({
      counts,
      singles: { echo: side, insert: side, rows: side, naive: side, product: side, keyed: side },
      batches: pair,
      callbacks: pair,
    })
  } finally {
    await rm(json, { force: true })
  }
})

test('it explains itself, and refuses what it does not know', async () => {
  const help = await runMain({ main, args: ['--help'] })
  expect(help).toMatchObject({ code: 0, stdout: expect.stringContaining('--json FILE') })
  const wrong = await runMain({ main, args: ['--rows', '5'] })
  expect(wrong).toMatchObject({
    code: 2,
    stdout: expect.stringMatching(/'--rows'.*; --help shows the options/s),
  })
})
