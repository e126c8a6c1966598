import { sendQueueName } from '@heliograph/shared/contracts/jobs'
import { Worker } from 'bullmq'
import pg from 'pg'

// Works doorbells off for the relay benchmark as fast as it can, in a process of its own: every 50 ms one
// statement takes the rows out of the due set.

const database = new pg.Client({ connectionString: process.env['DATABASE_URL'] ?? '' })
await database.connect()
const waiting: { id: string; done: () => void }[] = []
const worker = new Worker<{ id: string }>(
  sendQueueName,
  (job) => new Promise<void>((done) => waiting.push({ id: job.data.id, done })),
  {
    connection: { url: process.env['REDIS_URL'] ?? '', maxRetriesPerRequest: null },
    prefix: process.env['QUEUE_PREFIX'] ?? '',
    concurrency: 100,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  },
)
worker.on('error', (error) => process.stderr.write(`${error.message}\n`))

let finished = 0
let isStopping = false
const write = async () => {
  const taken = waiting.splice(0)
  if (taken.length === 0) return
  await database.query(
    `UPDATE mms_log SET status = 'submitted', next_at = now() + interval '10 minutes' WHERE id = ANY($1::uuid[])
      AND status IN ('queued', 'retrying')`,
    [taken.map(({ id }) => id)],
  )
  finished += taken.length
  for (const { done } of taken) done()
}
const turn = async () => {
  while (!isStopping) {
    await write()
    process.stdout.write(`finished ${finished}\n`)
    await new Promise((resume) => setTimeout(resume, 50))
  }
}
const turning = turn()
process.once('SIGTERM', () => {
  isStopping = true
})
await turning
await write()
await worker.close()
await database.end()
