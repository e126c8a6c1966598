import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { Queue } from 'bullmq'
import pg from 'pg'

// The control's API, as tutorials write it: insert a row, add a job, answer. What it does wrong is the point:
// between the commit and the add nothing holds the message, and a repeated key finds the row and adds no job.
// Never part of the product.

const env = process.env
const pool = new pg.Pool({ connectionString: env['DATABASE_URL'], max: 4, connectionTimeoutMillis: 3_000 })
pool.on('error', () => undefined)
await pool
  .query(`CREATE TABLE IF NOT EXISTS naive_message (
  id uuid PRIMARY KEY, key text UNIQUE NOT NULL, recipient text NOT NULL, body text NOT NULL,
  status text NOT NULL, sid text)`)
  .catch(unlessMadeMeanwhile)
const redis = new URL(env['REDIS_URL'] ?? '')
const queue = new Queue('mms-send', {
  connection: { host: redis.hostname, port: Number(redis.port) },
  prefix: env['QUEUE_PREFIX'] ?? 'naive',
})
queue.on('error', () => undefined)

const server = createServer((request, response) => {
  handle(request, response).catch(() => response.writeHead(500).end())
})
server.listen(Number(env['PORT']), '127.0.0.1')
process.once('SIGTERM', () => process.exit(0))

async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const text = await readText(request)
  const path = request.url ?? ''
  if (path === '/v1/messages') await create(request, text, response)
  else if (path.startsWith('/naive/status/'))
    await update(path.slice('/naive/status/'.length), text, response)
  else response.writeHead(200).end()
}

async function create(request: IncomingMessage, text: string, response: ServerResponse): Promise<void> {
  const key = String(request.headers['idempotency-key'])
  const { to, body } = Object(JSON.parse(text))
  const id = idOf(key)
  const { rowCount } = await pool.query(
    `INSERT INTO naive_message (id, key, recipient, body, status) VALUES ($1, $2, $3, $4, 'accepted')
     ON CONFLICT (key) DO NOTHING`,
    [id, key, to, body],
  )
  if (rowCount === 1) {
    await queue.add('send', { id }, { attempts: 3, backoff: { type: 'exponential', delay: 500 } })
  }
  response.writeHead(202, { 'content-type': 'application/json' }).end(JSON.stringify({ id }))
}

async function update(id: string, text: string, response: ServerResponse): Promise<void> {
  const form = new URLSearchParams(text)
  await pool.query('UPDATE naive_message SET status = $2 WHERE id = $1', [id, form.get('MessageStatus')])
  response.writeHead(204).end()
}

/** The same key has the same id, so that a repeated request is answered alike. */
function idOf(key: string): string {
  const hex = createHash('sha256').update(key).digest('hex')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5')
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of request) text += String(chunk)
  return text
}

/** Two processes start at once; the second finds the table made. */
function unlessMadeMeanwhile(error: unknown): void {
  if (!(error instanceof Error && 'code' in error && /^(23505|42P07)$/.test(String(error.code)))) throw error
}
