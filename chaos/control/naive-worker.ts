import { Worker } from 'bullmq'
import pg from 'pg'

// The control's worker, as tutorials write it: update, POST, update; on any error BullMQ tries again. Never part
// of the product.

const env = process.env
const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: 4, connectionTimeoutMillis: 3_000 })
pool.on('error', () => undefined)
const redis = new URL(env['REDIS_URL'] ?? '')
const account = env['TWILIO_ACCOUNT_SID'] ?? ''
const authorization = `Basic ${Buffer.from(`${account}:${env['TWILIO_AUTH_TOKEN']}`).toString('base64')}`

const worker = new Worker<{ id: string }>('mms-send', (job) => send(job.data.id), {
  connection: { host: redis.hostname, port: Number(redis.port), maxRetriesPerRequest: null },
  prefix: env['QUEUE_PREFIX'] ?? 'naive',
  concurrency: 16,
  // Shortened like the product's times, so that a killed worker's jobs come back within the run.
  lockDuration: 4_000,
  stalledInterval: 2_000,
})
worker.on('error', () => undefined)
process.once('SIGTERM', () => process.exit(0))

async function send(id: string): Promise<void> {
  const { rows } = await pool.query<{ recipient: string; body: string }>(
    `UPDATE naive_message SET status = 'sending' WHERE id = $1 RETURNING recipient, body`,
    [id],
  )
  const message = rows[0]
  if (message === undefined) return
  const response = await fetch(`${env['SIMULATOR_URL']}/2010-04-01/Accounts/${account}/Messages.json`, {
    method: 'POST',
    signal: AbortSignal.timeout(1_000),
    headers: { authorization },
    body: new URLSearchParams({
      To: message.recipient,
      From: env['TWILIO_PHONE_NUMBER'] ?? '',
      Body: message.body,
      StatusCallback: `${env['PUBLIC_BASE_URL']}/naive/status/${id}`,
    }),
  })
  if (!response.ok) throw new Error(`HTTP ${response.status}`)
  const { sid } = Object(await response.json())
  await pool.query(`UPDATE naive_message SET status = 'submitted', sid = $2 WHERE id = $1`, [id, sid])
}
