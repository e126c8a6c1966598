import { describe, expect, test } from 'vitest'
import { problemCodes } from '../src/problems/problem-codes.ts'
import { openApiFixture } from './api-fixture.ts'

type Json = { [name: string]: Json } & { [index: number]: Json }

const api = await openApiFixture()
const text = (await api.app.inject('/openapi.json')).body
const document: Json = JSON.parse(text)
const operations = Object.entries(document['paths'] ?? {}).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
)

test('the document is OpenAPI 3.1 and every reference in it leads somewhere', () => {
  expect(document['openapi']).toBe('3.1.0')
  expect(document['info']).toMatchObject({ title: 'Heliograph', version: '1' })
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const [, , , schema = ''] = name.split('/')
    expect(Object.keys(document['components']?.['schemas'] ?? {})).toContain(schema)
  }
  expect(text).not.toContain('"nullable"')
})

test('every route is documented, with a summary, a tag and its own operation id where there is one', () => {
  const paths = operations.map(({ path, method }) => `${method} ${path}`)
  expect(paths.toSorted()).toEqual([
    'get /api/health',
    'get /health',
    'get /livez',
    'get /readyz',
    'get /v1/messages',
    'get /v1/messages/{id}',
    'get /v1/messages/{id}/events',
    'post /v1/messages',
    'post /v1/messages/{id}/resolve',
    'post /webhooks/twilio/status/{token}',
  ])
  for (const { operation } of operations) {
    expect(operation['summary']).toBeTypeOf('string')
    expect(operation['tags']).toHaveLength(1)
  }
})

describe('a route for applications', () => {
  const own = operations.filter(({ path }) => path.startsWith('/v1/'))

  test('names its key and documents every error it may give as a problem', () => {
    expect(own).toHaveLength(5)
    for (const { operation } of own) {
      expect(operation['security']).toEqual([{ apiKey: [] }])
      const responses = operation['responses'] ?? {}
      for (const status of ['401', '403', '500', '503']) expect(Object.keys(responses)).toContain(status)
      for (const [status, response] of Object.entries(responses)) {
        if (Number(status) < 400) continue
        const schema = response['content']?.['application/problem+json']?.['schema']
        expect(schema).toEqual({ $ref: '#/components/schemas/Problem' })
        const [code = ''] = /(?<=`)[a-z_]+(?=`)/.exec(String(response['description'])) ?? []
        expect(Object.keys(problemCodes)).toContain(code)
      }
    }
  })

  test('that takes a body shows an example that is accepted as it stands', async () => {
    const examples = document['components']?.['schemas']?.['CreateMessageInput']?.['examples']
    expect((await api.post(examples?.[0])).statusCode).toBe(202)
  })

  test('that stores documents its Idempotency-Key', () => {
    const [create] = own.filter(({ method }) => method === 'post')
    expect(create?.operation['parameters']).toMatchObject([
      { in: 'header', name: 'idempotency-key', required: false },
    ])
  })
})

test('the start page leads to a page for people that loads nothing from elsewhere', async () => {
  const start = await api.app.inject('/')
  expect([start.statusCode, start.headers['location']]).toEqual([302, '/docs'])
  const page = await api.app.inject('/docs')
  expect(page.statusCode).toBe(200)
  expect(page.body).toContain('swagger-ui')
  expect(page.body).not.toMatch(/(src|href)="https?:/)
  expect(page.headers['content-security-policy']).toContain("script-src 'self'")
  const scripts = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, url]) => url ?? '')
  for (const url of scripts) expect([url, (await api.app.inject(url)).statusCode]).toEqual([url, 200])
  expect((await api.app.inject('/docs/json')).json()).toEqual(document)
})
