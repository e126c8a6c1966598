import { openDb } from '@heliograph/delivery/db/db'
import { readEngineSettings } from '@heliograph/delivery/settings/engine-settings'
import { Worker } from 'bullmq'
import { reportUsageOn } from '../measure/usage.ts'
import { naiveQueueName } from './naive-queue.ts'

// The control: what the guides show. A job per message, "sending", the request, "submitted". Same database
// client, same HTTP client, same concurrency; no attempts, no history, no fence, no lease.

const concurrency = Number(process.env['WORKER_CONCURRENCY'] ?? 32)
const engine = readEngineSettings(process.env)
const db = openDb({ url: engine.databaseUrl, maxConnections: 12, applicationName: 'bench-naive' })
const provider = engine.accounts[0].open({ maxConnections: concurrency })
type Row = { id: string; to_number: string; body: string }

const worker = new Worker<{ id: string }>(
  naiveQueueName,
  async ({ data }) => {
    const [row] = await db.$queryRaw<Row[]>`
      UPDATE naive_message SET status = 'sending' WHERE id = ${data.id}::uuid RETURNING id, to_number, body`
    if (row === undefined) return
    const { id: messageId, to_number: to, body } = row
    const outcome = await provider.send(
      {
        ...{ messageId, attempt: 1, tenantId: messageId, to, from: '+15005550000', body },
        ...{ mediaUrls: [], requireMms: false },
      },
      AbortSignal.timeout(20_000),
    )
    const providerId = outcome.kind === 'accepted' ? outcome.providerId : null
    await db.$executeRaw`
      UPDATE naive_message SET status = 'submitted', provider_id = ${providerId}, submitted_at = now()
      WHERE id = ${row.id}::uuid`
  },
  {
    connection: { url: engine.redisUrl ?? '', maxRetriesPerRequest: null },
    prefix: process.env['QUEUE_PREFIX'] ?? '',
    concurrency,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
  },
)
worker.on('error', (error) => process.stderr.write(`${error.message}\n`))
reportUsageOn(process)
await worker.waitUntilReady()
process.stdout.write('"event":"worker.started"\n')
await new Promise<void>((resolve) => process.once('SIGTERM', () => resolve()))
await worker.close()
await provider.close()
await db.$disconnect()
