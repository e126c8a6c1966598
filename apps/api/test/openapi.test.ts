import { readFile } from 'node:fs/promises'
import type { RouteOptions } from 'fastify'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemCodes } from '../src/problems/problem-codes.ts'
import { openApiFixture } from './api-fixture.ts'
import { readDocumentedOperations } from './documented-operations.ts'
import { hearNewApp } from './hear-new-app.ts'

const api = await openApiFixture()
const text = (await api.app.inject('/openapi.json')).body
const document = JSON.parse(text)
const operations = await readDocumentedOperations(api.app)
const nameOf = ({ method, path }: { readonly method: string; readonly path: string }) => `${method} ${path}`

test('the document is OpenAPI 3.1 and every reference in it leads somewhere', () => {
  expect(document.openapi).toBe('3.1.0')
  expect(document.info).toMatchObject({ title: 'Heliograph', version: '1' })
  const names = [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference]) => reference ?? '')
  expect(names.length).toBeGreaterThan(5)
  for (const name of names) {
    const [, , , schema = ''] = name.split('/')
    expect(Object.keys(document.components.schemas)).toContain(schema)
  }
  expect(text).not.toContain('"nullable"')
})

test('every route of the app is documented, but for the document itself and paths that only refuse', async () => {
  const routes: RouteOptions[] = []
  await hearNewApp(
    (app) => app.addHook('onRoute', (route) => void routes.push(route)),
    () => api.build(),
  )
  const hidden = (route: RouteOptions) => route.schema?.hide === true
  const named = (chosen: readonly RouteOptions[]) =>
    chosen
      .flatMap((route) => [route.method].flat().map((method) => ({ method, path: route.url })))
      .filter(({ method }) => method !== 'HEAD')
      .map((route) => nameOf(route).replaceAll(/:(\w+)/g, '{$1}'))
      .toSorted()
  expect(named(routes.filter((route) => !hidden(route)))).toEqual(operations.map(nameOf).toSorted())
  const unexplained = routes.filter(
    (route) => hidden(route) && !/^\/(docs(\/.*)?|openapi\.json)?$/.test(route.url),
  )
  const refusing = ['plivo', 'sinch', 'twilio'].map((name) => `POST /webhooks/${name}/status/*`)
  expect(named(unexplained).toSorted()).toEqual(refusing)
})

test('every operation has a summary, one known tag and an id of its own', () => {
  const tags = document.tags.map((tag: { name: string }) => tag.name)
  for (const operation of operations) {
    expect([nameOf(operation), operation.summary]).not.toContain('')
    expect([nameOf(operation), operation.tags.length]).toEqual([nameOf(operation), 1])
    expect(tags).toContain(operation.tags[0])
  }
  expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length)
})

test('every route for applications says which scope its key needs, and its errors as problems', () => {
  const own = operations.filter(({ path }) => path.startsWith('/v1/'))
  expect(own.length).toBeGreaterThan(30)
  for (const { scope, answers, ...operation } of own) {
    expect([nameOf(operation), scope]).not.toContain(undefined)
    const statuses = answers.map(({ status }) => status)
    expect(statuses).toEqual(expect.arrayContaining([401, 403, 429, 500, 503]))
    for (const { status, code, bodies } of answers) {
      if (status < 400) continue
      expect([nameOf(operation), code, bodies[0]?.schema['id'] ?? 'Problem']).toEqual([
        nameOf(operation),
        Object.keys(problemCodes).find((known) => known === code),
        'Problem',
      ])
    }
  }
})

test('every error code is promised by an operation, or belongs to requests that reach none and is in docs/api.md', async () => {
  const promised = new Set(operations.flatMap(({ answers }) => answers.map(({ code }) => code)))
  const others = Object.keys(problemCodes).filter((code) => !promised.has(code))
  expect(others.toSorted()).toEqual([
    'malformed_http',
    'malformed_url',
    'method_not_allowed',
    'request_timeout',
  ])
  const guide = await readFile(new URL('../../../docs/api.md', import.meta.url), 'utf8')
  for (const code of others) expect(guide).toContain(`\`${code}\``)
})

describe.each(operations.map((operation) => [nameOf(operation), operation] as const))(
  '%s',
  (_, operation) => {
    test('has examples of its bodies and answers, which fit their schemas', () => {
      const answered = operation.answers.filter(({ status }) => status < 400).flatMap(({ bodies }) => bodies)
      for (const { mediaType, schema, examples } of [...operation.bodies, ...answered]) {
        expect([mediaType, examples]).not.toEqual([mediaType, []])
        for (const example of examples)
          expect(z.fromJSONSchema(schema).safeParse(example).error).toBeUndefined()
      }
    })

    test('has examples of its headers and the parts of its path', () => {
      for (const parameter of operation.parameters) {
        if (parameter.in === 'query') continue
        expect([parameter.name, parameter.examples]).not.toEqual([parameter.name, []])
      }
    })
  },
)

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
