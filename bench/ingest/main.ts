import { writeFile } from 'node:fs/promises'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { runBench } from '../measure/run-bench.ts'
import { runIngest } from './run-ingest.ts'

const help = `Usage: npm run bench:ingest -- [options]

Measures how fast messages are taken in, in one run on this machine, with one load loop for all:
  echo       Fastify alone, answering what it got
  insert     Fastify and one raw insert into a plain table
  rows       Fastify and one raw statement that writes the rows which the product makes of a message
  naive      Fastify, a row by Prisma, a job by BullMQ
  product    POST /v1/messages of the real API process; "keyed" with an Idempotency-Key on each
then POST /v1/batches beside a bare statement that writes the same rows, and callbacks beside the same statements
driven by a bare loop.

Options:
  --connections N  connections of the load (default 50)
  --time N         milliseconds of each measurement (default 5000)
  --warmup N       milliseconds that each side is warmed up for (default 5000)
  --rounds N       rounds of each side, alternating; medians are shown (default 3)
  --items N        messages of one batch request (default 1000)
  --callbacks N    callbacks of each side and round (default 5000)
  --json FILE      write all figures to FILE
  -h, --help       show this text

Uses TEST_DATABASE_URL and TEST_REDIS_URL, or servers it starts; makes and drops its own databases.
`

const defaults = { connections: 50, time: 5_000, warmup: 5_000, rounds: 3, items: 1_000, callbacks: 5_000 }
await runBench({ help, defaults, bench })

async function bench(
  services: BenchServices,
  counts: typeof defaults,
  json: string | undefined,
): Promise<void> {
  const { machine } = services
  const figures = await runIngest(services, counts)
  if (json !== undefined) {
    await writeFile(json, `${JSON.stringify({ machine, counts, ...figures }, null, 2)}\n`)
  }
}
