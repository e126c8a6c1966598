import { fastify } from 'fastify'
import { expect, test } from 'vitest'
import { openAnswerBook } from './answer-book.ts'

// Every other file trusts the book to tell what the document does not list.

const documented = {
  operationId: 'getThing',
  summary: 'Read a thing',
  tags: ['things'],
  security: [],
  responses: {
    200: { description: 'The thing.' },
    404: { description: '`not_found`: Nothing is here.', content: { 'application/problem+json': {} } },
  },
}
const document = { paths: { '/things/{id}': { get: documented } }, components: { schemas: {} } }

const book = openAnswerBook()
const app = await book.record(async () => {
  const built = fastify()
  built.get('/openapi.json', { schema: { hide: true } }, () => document)
  built.get<{ Params: { id: string } }>('/things/:id', (request, reply) => {
    const [status, code] = request.params.id.split(' ')
    if (code === undefined) return reply.code(Number(status)).send('x')
    return reply.code(Number(status)).type('application/problem+json').send(JSON.stringify({ code }))
  })
  await built.ready()
  return built
})
const ask = (id: string, method: 'GET' | 'HEAD' = 'GET') =>
  app.inject({ method, url: `/things/${encodeURIComponent(id)}` })

test('what is documented, hidden or without a route is not told', async () => {
  await ask('200')
  await ask('200', 'HEAD')
  await ask('404 not_found')
  await app.inject('/nowhere')
  expect(await book.listUndocumented(app)).toEqual([])
})

test('another status, another code and a missing code are told', async () => {
  for (const id of ['204', '404 thing_not_found', '404', '500 internal_error']) await ask(id)
  expect(await book.listUndocumented(app)).toEqual([
    'GET /things/{id} 204',
    'GET /things/{id} 404',
    'GET /things/{id} 404 thing_not_found',
    'GET /things/{id} 500 internal_error',
  ])
  await app.close()
})
