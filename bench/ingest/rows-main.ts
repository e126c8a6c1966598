import { fastify } from 'fastify'
import pg from 'pg'
import { serve } from './serve.ts'
import { insertRows, type RawMessage } from './tables.ts'

// The least that stores what the product stores of a message: its rows in all tables, written by one bare prepared
// statement per request, over 10 connections. No check of the key, no checks of the message, no doorbell.

const env = process.env
const owner = {
  tenantId: env['TENANT_ID'] ?? '',
  senderId: env['SENDER_ID'] ?? '',
  accountId: env['ACCOUNT_ID'] ?? '',
}
const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: 10 })
const app = fastify()
app.post<{ Body: RawMessage }>('/v1/messages', async (request, reply) => {
  const [id] = await insertRows(pool, owner, [request.body])
  return reply.code(202).send({ id, status: 'queued' })
})
await serve(app, () => pool.end())
