import { randomUUIDv7 } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createApiKey } from '@heliograph/delivery/tenants/create-api-key'
import { OPERATOR_SCOPES, SCOPES } from '@heliograph/delivery/tenants/scopes'
import { describe, expect, test } from 'vitest'
import { defaultLimits } from '../src/limits.ts'
import { accountSid, authToken, openApiFixture, recipient } from './api-fixture.ts'

// What answers give away, on every route that the app itself tells of.

const api = await openApiFixture()
const caller = await api.addCaller(SCOPES)
const operator = await createApiKey(api.db, { tenantId: null, name: 'ops', scopes: OPERATOR_SCOPES })
const document: { paths: Record<string, Record<string, object>> } = (
  await api.app.inject('/openapi.json')
).json()
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => ({ path, method: method.toUpperCase() as 'GET' })),
)
const foreign = (await api.post({ to: recipient, body: 'x' })).json().id

const ask = (path: string, method: 'GET', key: string, app = api.app) =>
  app.inject({ method, url: path, headers: { authorization: `Bearer ${key}` } })

const guarded = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
}

describe('headers', () => {
  test.each(operations.map(({ method, path }) => [method, path] as const))(
    'of %s %s keep browsers out, with and without a key, and name no software',
    async (method, path) => {
      const url = path.replaceAll(/\{\w+\}/g, randomUUIDv7())
      for (const key of [caller.key, operator.key, 'nobody']) {
        const { headers } = await ask(url, method, key)
        // The catalogue of errors is the same for everybody and may be kept by its reader.
        const isCatalogue = path.startsWith('/v1/errors') && headers['cache-control'] !== 'no-store'
        const cached = isCatalogue ? { 'cache-control': 'private, max-age=3600' } : {}
        expect(headers).toMatchObject({ ...guarded, ...cached })
        for (const name of ['server', 'x-powered-by', 'access-control-allow-origin', 'set-cookie', 'via']) {
          expect(headers).not.toHaveProperty(name)
        }
      }
    },
  )

  test('of errors before a route are the same', async () => {
    for (const url of ['/nope', '/v1/messages/%zz', '/v1/nope/x']) {
      expect((await ask(url, 'GET', caller.key)).headers).toMatchObject(guarded)
    }
  })

  test('of the page for people allow its own scripts only, none inline', async () => {
    const { headers } = await ask('/docs', 'GET', caller.key)
    const policy = String(headers['content-security-policy'])
    expect(policy).toContain("default-src 'none'")
    expect(policy).toMatch(/script-src 'self'(;|$)/)
    expect(policy).toContain("frame-ancestors 'none'")
  })

  test('ask for https only where https was spoken', async () => {
    const app = await api.build({}, { ...defaultLimits, trustedProxies: ['127.0.0.1'] })
    const secure = await app.inject({ url: '/livez', headers: { 'x-forwarded-proto': 'https' } })
    expect(secure.headers['strict-transport-security']).toBe('max-age=31536000')
    for (const untrusted of [api.app, app]) {
      const headers = untrusted === app ? {} : { 'x-forwarded-proto': 'https' }
      const plain = await untrusted.inject({ url: '/livez', headers })
      expect(plain.headers).not.toHaveProperty('strict-transport-security')
    }
  })

  test('allow no other origin: a preflight is 405 and an Origin changes nothing', async () => {
    const origin = { origin: 'https://evil.example', 'access-control-request-method': 'POST' }
    const preflight = await api.app.inject({ method: 'OPTIONS', url: '/v1/messages', headers: origin })
    expect(preflight.statusCode).toBe(405)
    expect(preflight.headers).not.toHaveProperty('access-control-allow-origin')
  })
})

test('health says no more than it must, and no version', async () => {
  const bodies = await Promise.all(
    ['/livez', '/health', '/api/health', '/readyz'].map((url) => api.app.inject(url)),
  )
  expect(bodies.map((answer) => answer.json())).toEqual([
    { status: 'alive' },
    { status: 'UP' },
    { status: 'UP' },
    { status: 'ready', postgres: 'up', redis: 'up' },
  ])
})

test("another tenant's id and one that nobody has get the same answer", async () => {
  const withId = operations.filter(({ path, method }) => method === 'GET' && /\/\{id\}/.test(path))
  expect(withId.length).toBeGreaterThan(1)
  for (const { path, method } of withId) {
    const [other, nobody] = await Promise.all(
      [foreign, randomUUIDv7()].map(async (id) => {
        const answer = await ask(path.replace('{id}', id), method, caller.key)
        return { status: answer.statusCode, ...answer.json(), requestId: '' }
      }),
    )
    expect(other).toEqual(nobody)
    // 403 where only operators may ask.
    expect([403, 404]).toContain(other?.status)
  }
})

test('a recipient who was written to before is refused in the same words as any other', async () => {
  const refuse = async (to: string) => {
    const { requestId, ...problem } = (await api.post({ to, body: '' }, { key: caller.key })).json()
    return problem
  }
  await api.post({ to: recipient, body: 'x' }, { key: caller.key })
  expect(await refuse(recipient)).toEqual(await refuse('+12125550199'))
})

test('no error of ours tells of its inside, whatever breaks', async () => {
  const inside = `postgresql://user:pa55@db/x ${authToken} ${accountSid} SK${'0'.repeat(32)} ${caller.key}`
  const faults: readonly (() => unknown)[] = [
    () => new Error(inside),
    () => Object.assign(new Error(inside), { code: 'P2010', meta: { message: inside } }),
    () => Object.assign(new TypeError(inside), { statusCode: 400 }),
    () => inside,
    () => undefined,
  ]
  for (const fault of faults) {
    const broken = <T extends object>(target: T) =>
      new Proxy(target, {
        get: (given, name) => {
          if (name === 'then') return undefined
          return String(name).startsWith('$') ? () => Promise.reject(fault()) : Reflect.get(given, name)
        },
      })
    const db = broken(api.db)
    const app = await api.build({ db, reportDb: broken(api.deps.reportDb) })
    for (const { path, method } of operations.filter((each) => each.path.startsWith('/v1/'))) {
      const answer = await ask(path.replaceAll(/\{\w+\}/g, foreign), method, caller.key, app)
      for (const secret of [
        'pa55',
        authToken,
        accountSid,
        'SK000',
        caller.key,
        'P2010',
        'TypeError',
        '    at ',
      ]) {
        expect([path, answer.body.includes(secret)]).toEqual([path, false])
      }
    }
  }
  const lines = api.logLines.join('')
  expect(['pa55', caller.key].filter((secret) => lines.includes(secret))).toEqual([])
})

test('no statement is put together from text', () => {
  const root = fileURLToPath(new URL('../../../', import.meta.url))
  const sources = ['packages/delivery/src', 'apps/api/src', 'apps/worker/src'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !path.includes('generated'))
      .map((path) => `${root}${folder}/${path}`),
  )
  expect(sources.length).toBeGreaterThan(100)
  const unsafe = sources.filter((path) => /RawUnsafe\s*[(<]/.test(readFileSync(path, 'utf8')))
  const rawInDoor = sources.filter(
    (path) => path.includes('/apps/') && /Prisma\.raw/.test(readFileSync(path, 'utf8')),
  )
  expect([unsafe, rawInDoor]).toEqual([[], []])
})
