import { createLatch } from '@heliograph/testkit/latch'
import { type FastifyInstance, fastify } from 'fastify'
import { afterAll, expect, test } from 'vitest'
import { idempotent } from '../src/idempotent-write.ts'
import { addErrors } from '../src/plugins/errors.ts'
import { Refusal } from '../src/problems/refusal.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()
const route = 'POST /things/:id'
const hooks: { beforeWrite: () => Promise<void> | void } = { beforeWrite: () => undefined }
const apps: FastifyInstance[] = []

/** A process with one write: it makes a tenant and answers its name. */
async function buildProcess(): Promise<FastifyInstance> {
  const app = fastify()
  apps.push(app)
  addErrors(app)
  app.addHook('onRequest', (request, _reply, done) => {
    Object.assign(request, { auth: { tenantId: api.tenantId, keyId: api.tenantId, scopes: [] } })
    done()
  })
  app.post<{ Body: { name: string } }>('/things/:id', async (request, reply) => {
    const answer = await idempotent(request, reply, api.deps, route, async (tx) => {
      await hooks.beforeWrite()
      if (request.body.name === 'bad') throw new Refusal('invalid_request', 'name is bad')
      const { id, name } = await tx.tenant.create({ data: { id: api.deps.newId(), name: request.body.name } })
      return { status: 201, body: { id, name, secret: 'shown once' }, kept: { id, name, secret: null } }
    })
    return reply.code(answer.status).send(answer.body)
  })
  await app.ready()
  return app
}

const [one, two] = [await buildProcess(), await buildProcess()]
afterAll(() => Promise.all(apps.map((app) => app.close())))

const post = (name: string, key?: string, more: { app?: FastifyInstance; id?: string } = {}) =>
  (more.app ?? one).inject({
    method: 'POST',
    url: `/things/${more.id ?? '1'}`,
    headers: key === undefined ? {} : { 'idempotency-key': key },
    payload: { name },
  })
const count = (name: string) => api.db.tenant.count({ where: { name } })

test('50 equal requests at once over two processes write once and never fail', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, n) => post('crowd', 'k-crowd', { app: n % 2 ? two : one })),
  )
  expect(await count('crowd')).toBe(1)
  expect(answers.filter(({ statusCode }) => statusCode !== 201 && statusCode !== 409)).toEqual([])
  const written = answers.filter(({ statusCode }) => statusCode === 201)
  expect(new Set(written.map((answer) => answer.json().id)).size).toBe(1)
  expect(written.filter(({ headers }) => headers['idempotent-replayed'] === undefined)).toHaveLength(1)
})

test('the same request gets status and body again, without what was shown only once', async () => {
  const first = await post('again', 'k-again')
  const second = await post('again', '"k-again"')
  expect(first.json()).toMatchObject({ name: 'again', secret: 'shown once' })
  expect(second.statusCode).toBe(201)
  expect(second.headers['idempotent-replayed']).toBe('true')
  expect(second.json()).toEqual({ ...first.json(), secret: null })
})

test.each([
  ['another body', 'other', '1'],
  ['another path', 'same', '2'],
])('%s under the same key is 422 and writes nothing', async (what, name, id) => {
  const key = `k-${what.replace(' ', '-')}`
  await api.db.tenant.deleteMany({ where: { name: { in: ['same', 'other'] } } })
  expect((await post('same', key)).statusCode).toBe(201)
  const answer = await post(name, key, { id })
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({ code: 'idempotency_key_reused' })
  expect(await api.db.tenant.count({ where: { name: { in: ['same', 'other'] } } })).toBe(1)
})

test('a refusal rolls the write back and uses up no key', async () => {
  expect((await post('bad', 'k-bad')).statusCode).toBe(400)
  expect((await post('good', 'k-bad')).statusCode).toBe(201)
})

test('a write that fails halfway leaves neither the write nor its key', async () => {
  hooks.beforeWrite = () => Promise.reject(new Error('broken'))
  expect((await post('half', 'k-half')).statusCode).toBe(500)
  hooks.beforeWrite = () => undefined
  expect(await count('half')).toBe(0)
  expect((await post('half', 'k-half')).statusCode).toBe(201)
})

test('a twin that takes too long is not waited for: 409 with Retry-After', async () => {
  const [entered, release] = [createLatch(), createLatch()]
  hooks.beforeWrite = () => {
    entered.open()
    return release.wait(20_000)
  }
  const slow = post('slow', 'k-slow')
  await entered.wait()
  const blocked = await post('slow', 'k-slow', { app: two })
  expect(blocked.statusCode).toBe(409)
  expect(blocked.headers['retry-after']).toBe('1')
  expect(blocked.json()).toMatchObject({ code: 'idempotency_in_flight' })
  hooks.beforeWrite = () => undefined
  release.open()
  expect((await slow).statusCode).toBe(201)
  expect((await post('slow', 'k-slow')).headers['idempotent-replayed']).toBe('true')
})

test('without a key each request writes', async () => {
  expect((await post('free')).statusCode).toBe(201)
  await api.db.tenant.deleteMany({ where: { name: 'free' } })
  const again = await post('free')
  expect(again.statusCode).toBe(201)
  expect(again.headers['idempotent-replayed']).toBeUndefined()
})
