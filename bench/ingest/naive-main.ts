import { randomUUIDv7 } from 'node:crypto'
import { openDb } from '@heliograph/delivery/db/db'
import { Queue } from 'bullmq'
import { fastify } from 'fastify'
import { serve } from './serve.ts'

// The control: what the guides show. A row by the database client, a job by the queue, both awaited. Same clients,
// 10 connections; no check of the key, no history, no idempotency.

const env = process.env
const db = openDb({ url: env['DATABASE_URL'] ?? '', maxConnections: 10, applicationName: 'bench-naive' })
const queue = new Queue('bench-ingest-naive', {
  connection: { url: env['REDIS_URL'] ?? '' },
  prefix: env['QUEUE_PREFIX'] ?? '',
})
const nobody = '00000000-0000-7000-8000-000000000000'
const app = fastify()
app.post<{ Body: { to: string; body: string } }>('/v1/messages', async (request, reply) => {
  const message = await db.mmsLog.create({
    data: {
      id: randomUUIDv7(),
      tenantId: nobody,
      senderId: nobody,
      providerAccountId: nobody,
      provider: 'twilio',
      toNumber: request.body.to,
      // The text rides in the row, as in a schema of one table.
      reference: request.body.body,
      kind: 'sms',
      status: 'queued',
      nextAt: new Date(),
      expiresAt: new Date(),
    },
  })
  await queue.add('send', { id: message.id }, { attempts: 3, backoff: { type: 'exponential', delay: 1_000 } })
  return reply.code(202).send({ id: message.id, status: message.status })
})
await serve(app, async () => {
  await queue.close()
  await db.$disconnect()
})
