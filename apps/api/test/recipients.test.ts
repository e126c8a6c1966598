import { randomUUIDv7 } from 'node:crypto'
import { buildKeyring } from '@heliograph/delivery/secrets/keyring'
import { recipientReport } from '@heliograph/shared/contracts/recipients'
import { describe, expect, test } from 'vitest'
import { type Caller, openApiFixture, sender } from './api-fixture.ts'
import { seedMessages } from './seed-messages.ts'

const api = await openApiFixture()
const other = await api.addCaller()
let lastNumber = 8675400

/** A number that no other test uses. */
const newNumber = () => {
  lastNumber += 1
  return `+1555${lastNumber}`
}

const ask = (number: unknown, options: { key?: string; app?: typeof api.app } = {}) =>
  (options.app ?? api.app).inject({
    method: 'POST',
    url: '/v1/recipients/lookup',
    headers: { authorization: `Bearer ${options.key ?? api.key}`, 'content-type': 'application/json' },
    payload: JSON.stringify({ number }),
  })

const look = async (number: string, options: { key?: string; app?: typeof api.app } = {}) => {
  const answer = await ask(number, options)
  expect(answer.statusCode).toBe(200)
  return recipientReport.strict().parse(answer.json())
}

const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

describe('the number', () => {
  test.each(['+15558675310', '+1 (555) 867-5310', '001 555 867 5310', '555-867-5310', ' 1.555.867.5310 '])(
    '%s is read',
    async (spelling) => {
      expect((await look(spelling)).number).toBe('+15558675310')
    },
  )

  test.each(['', 'x', '12', '+0', 'call 555-867-5310 now', '1'.repeat(41), 15558675310, null])(
    '%j is refused without being repeated',
    async (spelling) => {
      const answer = await ask(spelling)
      expect([answer.statusCode, answer.json().field]).toEqual([400, 'number'])
      if (typeof spelling === 'string' && spelling.length > 3) expect(answer.body).not.toContain(spelling)
    },
  )

  test('never reaches the log', async () => {
    const number = newNumber()
    await look(number)
    expect(api.logLines.filter((line) => line.includes(number.slice(2)))).toEqual([])
  })
})

describe('the verdict', () => {
  test('on a number that nothing was sent to says so', async () => {
    expect((await look(newNumber())).verdict).toBe('Nothing was ever sent to this number.')
  })

  test('tells the fate of the last message, which comes first in the list', async () => {
    const to = newNumber()
    const ids = await seedMessages(api, api.tenantId, [
      { at: minutesAgo(50), to, status: 'failed', errorCode: '30005', errorClass: 'recipient' },
      { at: minutesAgo(2.5), to, deliveredAfterMs: 1_000 },
    ])
    const report = await look(to)
    expect(report.verdict).toBe('The last message was delivered 2 minutes ago.')
    expect(report.messages.map((message) => message.id)).toEqual(ids.toReversed())
  })

  test('gives the reason in plain words', async () => {
    const to = newNumber()
    await seedMessages(api, api.tenantId, [
      { at: minutesAgo(130), to, status: 'undelivered', errorCode: '30005', errorClass: 'recipient' },
    ])
    expect((await look(to)).verdict).toMatch(/^The last message could not be delivered 2 hours ago: \S.*\.$/)
  })

  test('names the opt-out before everything else', async () => {
    const to = newNumber()
    await seedMessages(api, api.tenantId, [{ at: minutesAgo(1), to, deliveredAfterMs: 1 }])
    const id = await suppress(api, to)
    const report = await look(to)
    expect(report.verdict).toMatch(/^Blocked: the recipient opted out on \d{4}-\d\d-\d\d\.$/)
    expect(report.suppressions).toMatchObject([{ id, sender: null, reason: 'api' }])
    expect((await look(to, { key: other.key })).suppressions).toEqual([])
  })

  test('does not count an opt-out that was lifted', async () => {
    const to = newNumber()
    const id = await suppress(api, to)
    await api.db.$executeRaw`UPDATE suppression SET removed_at = now() WHERE id = ${id}::uuid`
    expect(await look(to)).toMatchObject({
      verdict: 'Nothing was ever sent to this number.',
      suppressions: [],
    })
  })

  test('says that a message waits for a hold, and lists the hold', async () => {
    const to = newNumber()
    await seedMessages(api, api.tenantId, [
      { at: minutesAgo(6), to, status: 'queued', nextAt: minutesAgo(6) },
    ])
    const held = { heldAt: new Date(), holdCode: '21606', probeAt: new Date() }
    await api.db.sender.updateMany({ where: { address: sender }, data: held })
    const report = await look(to)
    await api.db.sender.updateMany({
      where: { address: sender },
      data: { heldAt: null, holdCode: null, probeAt: null },
    })
    expect(report.verdict).toContain('has waited for 6 minutes because its account or sender is held')
    expect(report.holds).toMatchObject([{ scope: 'sender', sender, code: '21606' }])
    expect((await look(to)).holds).toEqual([])
  })
})

describe('refused requests', () => {
  test('that named the number are found, in any spelling, although it is not kept', async () => {
    const to = newNumber()
    const refused = await api.post({ to: to.replace('+1', '1 '), body: 'x' })
    expect(refused.statusCode).toBe(400)
    await api.deps.refusals.flush()
    const report = await look(to)
    expect(report.verdict).toBe(
      'Nothing was ever sent to this number: the request that named it was refused less than a minute ago (invalid_request).',
    )
    expect(report.refusedRequests).toMatchObject([
      { requestId: refused.json().requestId, code: 'invalid_request' },
    ])
    expect((await look(to, { key: other.key })).refusedRequests).toEqual([])
    const stored = await api.db.refusedRequest.findMany()
    expect(JSON.stringify(stored)).not.toContain(to.slice(2))
  })

  test('newer than the last message are told with it', async () => {
    const to = newNumber()
    await seedMessages(api, api.tenantId, [{ at: minutesAgo(3), to, deliveredAfterMs: 1 }])
    await api.post({ to, unknown: 1 })
    await api.deps.refusals.flush()
    expect((await look(to)).verdict).toBe(
      'A newer request was refused less than a minute ago (invalid_request); the last message was delivered 3 minutes ago.',
    )
  })

  test('with items are found by a hundred of their recipients, the bad items first', async () => {
    const numbers = Array.from({ length: 300 }, newNumber)
    const [bad = ''] = numbers.slice(-1)
    const items = numbers.map((to) => ({ to, ...(to === bad ? { unknown: 1 } : { body: 'x' }) }))
    const refused = await api.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers: { authorization: `Bearer ${api.key}` },
      payload: { mode: 'all', items: [...items, ...items, { to: 'nobody' }, null] },
    })
    expect(refused.json().code).toBe('invalid_request')
    await api.deps.refusals.flush()
    const { requestId } = refused.json()
    for (const to of [bad, ...numbers.slice(0, 99)]) {
      expect((await look(to)).refusedRequests, to).toMatchObject([{ requestId, route: '/v1/batches' }])
    }
    expect((await look(numbers[99] ?? '')).refusedRequests).toEqual([])
    expect((await look(bad, { key: other.key })).refusedRequests).toEqual([])
    const stored = await api.db.$queryRaw`SELECT * FROM refused_request WHERE id = ${requestId}::uuid`
    expect(JSON.stringify(stored)).not.toContain(bad.slice(2))
  })

  test('with a chunk of items in NDJSON are found too', async () => {
    const to = newNumber()
    const headers = { authorization: `Bearer ${api.key}` }
    const made = await api.app.inject({
      method: 'POST',
      url: '/v1/batches',
      headers,
      payload: { mode: 'all' },
    })
    const refused = await api.app.inject({
      method: 'POST',
      url: `/v1/batches/${made.json().id}/items`,
      headers: { ...headers, 'content-type': 'application/x-ndjson', 'idempotency-key': '1' },
      payload: `${JSON.stringify({ to, unknown: 1 })}\n`,
    })
    expect(refused.statusCode).toBe(400)
    await api.deps.refusals.flush()
    expect((await look(to)).refusedRequests).toMatchObject([{ route: '/v1/batches/:id/items' }])
  })

  test('are still found after a rotation of the secrets', async () => {
    const to = newNumber()
    await api.post({ to, unknown: 1 })
    await api.deps.refusals.flush()
    const secrets = ['a-newer-secret-a-newer-secret-a-newer-secret', 'test-secret-test-secret-test-secret-0']
    const rotated = await api.build({ keyring: buildKeyring(secrets) })
    expect((await look(to, { app: rotated })).refusedRequests).toHaveLength(1)
    const forgotten = await api.build({ keyring: buildKeyring(secrets.slice(0, 1)) })
    expect((await look(to, { app: forgotten })).refusedRequests).toEqual([])
  })
})

test('without content:read everything is masked, and the number is still found', async () => {
  const to = newNumber()
  const { tenantId, key } = await api.addCaller(['messages:read'])
  await seedMessages(api, tenantId, [{ at: minutesAgo(3), to, deliveredAfterMs: 1, body: 'secret words' }])
  const held = { heldAt: new Date(), holdCode: '21606', probeAt: new Date() }
  await api.db.sender.updateMany({ where: { address: sender }, data: held })
  const answer = await ask(to, { key })
  await api.db.sender.updateMany({
    where: { address: sender },
    data: { heldAt: null, holdCode: null, probeAt: null },
  })
  expect(answer.json()).toMatchObject({
    number: `+*******${to.slice(-4)}`,
    verdict: 'The last message was delivered 3 minutes ago.',
    messages: [{ contentMasked: true, body: null }],
  })
  for (const secret of [to, sender, 'secret words']) expect(answer.body).not.toContain(secret)
})

test('another tenant learns nothing about a number', async () => {
  const to = newNumber()
  await seedMessages(api, api.tenantId, [{ at: minutesAgo(3), to, deliveredAfterMs: 1 }])
  expect(await look(to, { key: other.key })).toMatchObject({
    verdict: 'Nothing was ever sent to this number.',
    messages: [],
  })
})

async function suppress(caller: Caller, recipient: string): Promise<string> {
  const id = randomUUIDv7()
  await api.db.$executeRaw`
    INSERT INTO suppression (id, tenant_id, sender_id, recipient, reason)
    VALUES (${id}::uuid, ${caller.tenantId}::uuid, NULL, ${recipient}, 'api')`
  return id
}
