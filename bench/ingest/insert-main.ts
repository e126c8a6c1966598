import { randomUUIDv7 } from 'node:crypto'
import { fastify } from 'fastify'
import pg from 'pg'
import { serve } from './serve.ts'

// The least that makes a message durable: one insert into a plain table, prepared, over 10 connections. No check of
// the key, no history, no doorbell.

const pool = new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 10 })
const app = fastify()
app.post<{ Body: { to: string; body: string } }>('/v1/messages', async (request, reply) => {
  const id = randomUUIDv7()
  await pool.query({
    name: 'insert',
    text: 'INSERT INTO raw_message (id, to_number, body, status) VALUES ($1, $2, $3, $4)',
    values: [id, request.body.to, request.body.body, 'queued'],
  })
  return reply.code(202).send({ id, status: 'queued' })
})
await serve(app, () => pool.end())
