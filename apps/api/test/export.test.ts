import { once } from 'node:events'
import { get as httpGet, type IncomingMessage } from 'node:http'
import type { Db } from '@heliograph/delivery/db/db'
import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { messageView } from '@heliograph/shared/contracts/messages'
import { problem } from '@heliograph/shared/contracts/problem'
import { eventually } from '@heliograph/testkit/eventually'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'
import { readCsv } from './read-csv.ts'
import { seedMessages } from './seed-messages.ts'

const api = await openApiFixture()
const many = await api.addCaller()
const manyCount = 20_000
const manyIds: string[] = []

beforeAll(async () => {
  const start = Date.parse('2026-11-20T00:00:00Z')
  const body = 'x'.repeat(800)
  for (let n = 0; n < manyCount; n += 5_000) {
    const chunk = Array.from({ length: 5_000 }, (_, at) => ({
      at: new Date(start + n + at).toISOString(),
      body,
    }))
    manyIds.unshift(...(await seedMessages(api, many.tenantId, chunk)).toReversed())
  }
})

/** `db` with its reads counted, and failing from the given one on. */
function watch(
  db: Db,
  failFrom = Number.POSITIVE_INFINITY,
): { db: Db; reads: { begun: number; most: number } } {
  const reads = { begun: 0, underWay: 0, most: 0 }
  const watched = new Proxy(db, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name)
      if (name !== '$queryRaw' || typeof value !== 'function') {
        return typeof value === 'function' ? value.bind(target) : value
      }
      return async (...given: unknown[]): Promise<unknown> => {
        reads.begun += 1
        reads.underWay += 1
        reads.most = Math.max(reads.most, reads.underWay)
        try {
          if (reads.begun >= failFrom) throw new Error('Connection terminated unexpectedly')
          return await value.apply(target, given)
        } finally {
          reads.underWay -= 1
        }
      }
    },
  })
  return { db: watched, reads }
}

const linesOf = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

describe('an export of 20,000 messages', () => {
  test('has each of them once, newest first, and reads one page at a time', async () => {
    const { db, reads } = watch(api.deps.reportDb)
    const app = await api.build({ reportDb: db })
    const answer = await api.get('/v1/export?format=ndjson', { key: many.key, app })
    expect(answer.statusCode).toBe(200)
    expect(answer.headers['content-type']).toBe('application/x-ndjson')
    expect(answer.headers['content-disposition']).toMatch(
      /^attachment; filename="messages-\d{8}T\d{6}Z\.ndjson"$/,
    )
    const lines = linesOf(answer.body)
    expect(lines.map((line) => line.id)).toEqual(manyIds)
    messageView.strict().parse(lines[0])
    expect(reads.most).toBe(1)
    expect(reads.begun).toBeGreaterThanOrEqual(manyCount / 500)
  })

  test('waits for a reader that has stopped, and goes on with it', async () => {
    const { db, reads } = watch(api.deps.reportDb)
    const response = await open('format=ndjson', { reportDb: db })
    response.pause()
    await standsStill(reads)
    expect(reads.begun).toBeLessThan(manyCount / 500)
    let text = ''
    for await (const chunk of response.setEncoding('utf8')) text += String(chunk)
    expect(linesOf(text)).toHaveLength(manyCount)
  })

  test('ends its reading when the client goes away', async () => {
    const { db, reads } = watch(api.deps.reportDb)
    const response = await open('format=csv', { reportDb: db })
    await once(response, 'readable')
    response.destroy()
    await standsStill(reads)
    expect(reads.begun).toBeLessThan(manyCount / 500)
  })

  test('that breaks in the middle says so in its last line as NDJSON', async () => {
    const { db } = watch(api.deps.reportDb, 4)
    const app = await api.build({ reportDb: db })
    const lines = linesOf((await api.get('/v1/export?format=ndjson', { key: many.key, app })).body)
    const last = lines.pop()
    expect(problem.parse(last.incomplete).code).toBe('database_unavailable')
    expect(lines.length).toBeGreaterThan(0)
    expect(lines.length).toBeLessThan(manyCount)
  })

  test('that breaks in the middle breaks the connection as CSV', async () => {
    const { db } = watch(api.deps.reportDb, 4)
    const response = await open('format=csv', { reportDb: db })
    response.resume()
    await expect(once(response, 'end')).rejects.toMatchObject({ code: 'ECONNRESET' })
    expect(response.complete).toBe(false)
  })

  test('that cannot even begin is an ordinary problem', async () => {
    const { db } = watch(api.deps.reportDb, 1)
    const app = await api.build({ reportDb: db })
    const answer = await api.get('/v1/export', { key: many.key, app })
    expect([answer.statusCode, answer.json().code]).toEqual([503, 'database_unavailable'])
  })

  test('beyond the bound of rows ends there and says so', async () => {
    const app = await api.build({ reportLimits: { ...defaultReportLimits, maxExportRows: 700 } })
    const lines = linesOf((await api.get('/v1/export?format=ndjson', { key: many.key, app })).body)
    expect(lines).toHaveLength(701)
    expect(lines.at(-1)).toMatchObject({ incomplete: { code: 'range_too_large' } })
    expect(lines.slice(0, 700).map((line) => line.id)).toEqual(manyIds.slice(0, 700))
  })

  test('beside as many others as may run is refused, and let in when one of them ends', async () => {
    const reportLimits = { ...defaultReportLimits, maxExports: 1 }
    const app = await api.build({ reportLimits })
    const response = await open('format=csv', { app })
    response.pause()
    const refused = await api.get('/v1/export', { app })
    expect([refused.statusCode, refused.json().code]).toEqual([503, 'overloaded'])
    expect(refused.headers['retry-after']).toBe('30')
    response.destroy()
    await eventually(async () => expect((await api.get('/v1/export', { app })).statusCode).toBe(200))
  })
})

describe('a CSV file', () => {
  const bodies = [
    '=HYPERLINK("http://evil.example","click")',
    '+1+2',
    '-1+2',
    '@SUM(A1)',
    '\tcmd',
    '＝1+1',
    'a, "b"\r\nc; d',
    'Grüße 👋',
  ]

  test('is RFC 4180, and no cell of it is a formula', async () => {
    const caller = await api.addCaller()
    await seedMessages(
      api,
      caller.tenantId,
      bodies.map((body, n) => ({ at: `2026-11-20T00:00:0${n}.000Z`, body, price: '0.02', tags: ['a', 'b'] })),
    )
    const answer = await api.get('/v1/export', { key: caller.key })
    expect(answer.headers['content-type']).toBe('text/csv; charset=utf-8; header=present')
    expect(answer.body.endsWith('\r\n')).toBe(true)
    const [header = [], ...rows] = readCsv(answer.body)
    const column = (name: string) => rows.map((row) => row[header.indexOf(name)] ?? '')
    expect(header.slice(0, 5)).toEqual(['id', 'createdAt', 'status', 'kind', 'to'])
    expect(rows.every((row) => row.length === header.length)).toBe(true)
    const inert = bodies.map((body) => (/^[=+\-@\t＝]/.test(body) ? `'${body}` : body))
    expect(column('body').toReversed()).toEqual(inert)
    expect(column('to')).toEqual(bodies.map(() => `'${recipient}`))
    expect(column('from')).toEqual(bodies.map(() => `'${sender}`))
    expect(column('price')).toEqual(bodies.map(() => '0.02'))
    expect(column('tags')).toEqual(bodies.map(() => 'a b'))
    for (const cell of rows.flat()) expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/)
  })

  test('without messages is its header row', async () => {
    const { key } = await api.addCaller()
    expect(readCsv((await api.get('/v1/export', { key })).body)).toHaveLength(1)
  })

  test('shows no number and no text to a key without content:read', async () => {
    const { tenantId, key } = await api.addCaller(['messages:read'])
    await seedMessages(api, tenantId, [{ at: '2026-11-20T00:00:00.000Z', body: 'secret words' }])
    for (const format of ['csv', 'ndjson']) {
      const { body } = await api.get(`/v1/export?format=${format}`, { key })
      expect(body).toContain('*******5310')
      for (const secret of [recipient, sender, 'secret words']) expect(body).not.toContain(secret)
    }
  })
})

describe('the filters', () => {
  test('are those of the list', async () => {
    const { tenantId, key } = await api.addCaller()
    const at = '2026-11-20T00:00:00.000Z'
    const [, failed] = await seedMessages(api, tenantId, [
      { at },
      { at, status: 'failed', errorCode: '30005', errorClass: 'recipient' },
    ])
    const lines = linesOf((await api.get('/v1/export?format=ndjson&status=failed', { key })).body)
    expect(lines.map((line) => line.id)).toEqual([failed])
    expect(lines[0].error).toMatchObject({ code: '30005' })
    for (const filter of [
      'errorCode=30005',
      'errorClass=recipient',
      'status=failed,expired&provider=twilio',
    ]) {
      const found = linesOf((await api.get(`/v1/export?format=ndjson&${filter}`, { key })).body)
      expect([filter, found.map((line) => line.id)]).toEqual([filter, [failed]])
    }
    const none = await api.get('/v1/export?format=ndjson&createdTo=2026-11-19T00:00:00Z', { key })
    expect([none.statusCode, none.body]).toEqual([200, ''])
  })

  test.each(['limit=5', 'cursor=x', 'order=asc', 'count=true', 'to=nobody', 'format=xlsx', 'status=gone'])(
    'do not know %s',
    async (query) => {
      const answer = await api.get(`/v1/export?${query}`)
      expect([answer.statusCode, answer.json().code]).toEqual([400, 'invalid_request'])
    },
  )
})

/** A real response to an export of the 20,000, its body not read yet. */
async function open(
  query: string,
  target: { readonly reportDb?: Db; readonly app?: typeof api.app },
): Promise<IncomingMessage> {
  const app = target.app ?? (await api.build({ reportDb: target.reportDb ?? api.deps.reportDb }))
  const address = await app.listen({ host: '127.0.0.1', port: 0 })
  const request = httpGet(`${address}/v1/export?${query}`, {
    agent: false,
    headers: { authorization: `Bearer ${many.key}` },
  })
  request.on('error', () => undefined)
  const [response] = await once(request, 'response')
  response.on('error', () => undefined)
  return response
}

/** Resolves once no page was read during twenty reads of our own, each of them a page long. */
async function standsStill(reads: { readonly begun: number }): Promise<void> {
  await eventually(async () => {
    const before = reads.begun
    for (let n = 0; n < 20; n += 1) {
      await api.db
        .$queryRaw`SELECT id FROM mms_log WHERE tenant_id = ${many.tenantId}::uuid ORDER BY id DESC LIMIT 500`
    }
    expect(reads.begun).toBe(before)
  })
}
