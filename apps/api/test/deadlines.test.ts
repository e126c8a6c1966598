import { Readable } from 'node:stream'
import fastify from 'fastify'
import { expect, test } from 'vitest'
import { addDeadlines } from '../src/plugins/deadlines.ts'
import { addErrors } from '../src/plugins/errors.ts'

const never = () => new Promise<never>(() => undefined)

async function serve() {
  const app = fastify()
  addDeadlines(app, 300)
  addErrors(app)
  app.get('/stuck', never)
  app.get('/patient', { config: { deadlineMs: 60_000 } }, async () => {
    await expect.poll(async () => (await app.inject('/stuck')).statusCode).toBe(503)
    return 'in time'
  })
  app.get('/begun', (_request, reply) => {
    const endless = new Readable({ read: () => undefined })
    endless.push('begun')
    return reply.send(endless)
  })
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { app, url, [Symbol.asyncDispose]: () => app.close() }
}

test('a request that takes too long is answered 503 with Retry-After, and says how to repeat it', async () => {
  await using server = await serve()
  const answer = await fetch(`${server.url}/stuck`)
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2'])
  expect(await answer.json()).toMatchObject({ code: 'database_unavailable' })
})

test('a route may take longer than the others', async () => {
  await using server = await serve()
  expect(await (await fetch(`${server.url}/patient`)).text()).toBe('in time')
})

test('an answer that has begun and does not end is cut', async () => {
  await using server = await serve()
  const answer = await fetch(`${server.url}/begun`)
  expect(answer.status).toBe(200)
  await expect(answer.text()).rejects.toThrow('terminated')
})
