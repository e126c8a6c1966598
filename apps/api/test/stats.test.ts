import { defaultReportLimits } from '@heliograph/delivery/reports/report-limits'
import { stats } from '@heliograph/shared/contracts/stats'
import { eventually } from '@heliograph/testkit/eventually'
import { beforeAll, describe, expect, test } from 'vitest'
import { openApiFixture, recipient, sender } from './api-fixture.ts'
import { seedMessages } from './seed-messages.ts'

const api = await openApiFixture()
const other = await api.addCaller()
const day = 'from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z'
const dayBefore = '2026-11-19T23:59:59.999Z'

const read = async (query: string, key = api.key) => {
  const answer = await api.get(`/v1/stats?${query}`, { key })
  expect(answer.statusCode).toBe(200)
  return stats.strict().parse(answer.json())
}

beforeAll(async () => {
  const at = (hour: number) => `2026-11-20T${String(hour).padStart(2, '0')}:30:00.000Z`
  // 90 delivered ones: the n-th is submitted after n × 100 ms and delivered after n seconds.
  const delivered = Array.from({ length: 90 }, (_, n) => ({
    at: at(n % 2 === 0 ? 3 : 9),
    submittedAfterMs: (n + 1) * 100,
    deliveredAfterMs: (n + 1) * 1_000,
  }))
  await seedMessages(api, api.tenantId, [
    ...delivered,
    ...Array.from({ length: 6 }, () => ({
      at: at(9),
      status: 'undelivered',
      errorClass: 'recipient',
      errorCode: '30005',
    })),
    ...Array.from({ length: 3 }, () => ({
      at: at(9),
      status: 'failed',
      errorClass: 'sender',
      errorCode: '21606',
    })),
    { at: at(9), status: 'canceled' },
    { at: dayBefore, status: 'failed' },
    { at: '2026-11-21T00:00:00.000Z', status: 'failed' },
  ])
  await seedMessages(api, other.tenantId, [{ at: at(3), status: 'failed' }])
})

describe('the counts of a range', () => {
  test('are of the tenant and of the range, its end excluded', async () => {
    const counted = await read(`${day}&interval=day`)
    expect(counted).toMatchObject({
      messages: 100,
      statuses: { delivered: 90, undelivered: 6, failed: 3, canceled: 1 },
      deliveredRate: 0.9,
      failedRate: 0.09,
      errorClasses: [
        { class: 'recipient', messages: 6, rate: 0.06 },
        { class: 'sender', messages: 3, rate: 0.03 },
      ],
    })
    expect((await read(`${day}&interval=day`, other.key)).messages).toBe(1)
  })

  test('add up to the same by provider, by sender and over time, without gaps in UTC', async () => {
    const counted = await read(day)
    expect(counted.providers).toMatchObject([{ provider: 'twilio', messages: 100, deliveredRate: 0.9 }])
    expect(counted.senders).toMatchObject([{ sender, messages: 100, failedRate: 0.09 }])
    expect(counted.timeline).toHaveLength(24)
    expect(counted.timeline.filter((point) => point.messages > 0)).toMatchObject([
      { at: '2026-11-20T03:00:00.000Z', messages: 45, statuses: { delivered: 45 }, failedRate: 0 },
      { at: '2026-11-20T09:00:00.000Z', messages: 55, statuses: { delivered: 45, undelivered: 6 } },
    ])
    expect(counted.timeline[0]).toMatchObject({ messages: 0, deliveredRate: null, failedRate: null })
    const days = await read('from=2026-11-19T00:00:00Z&to=2026-11-22T00:00:00Z&interval=day')
    expect(days.timeline.map((point) => point.messages)).toEqual([1, 100, 1])
  })

  test('move with a receipt that comes late', async () => {
    const late = await api.addCaller()
    const [id = ''] = await seedMessages(api, late.tenantId, [
      { at: '2026-11-20T05:00:00.000Z', status: 'sent' },
    ])
    expect((await read(day, late.key)).statuses).toEqual({ sent: 1 })
    await api.db.mmsLog.update({ where: { id }, data: { status: 'delivered' } })
    expect((await read(day, late.key)).statuses).toEqual({ delivered: 1 })
  })

  test('have the percentiles of hand-over and delivery', async () => {
    const { latencySeconds } = await read(day)
    expect(latencySeconds.submitted).toEqual({ messages: 90, p50: 4.55, p90: 8.11, p99: 8.911 })
    expect(latencySeconds.delivered).toEqual({ messages: 90, p50: 45.5, p90: 81.1, p99: 89.11 })
    const nothing = await read('from=2026-10-01T00:00:00Z&to=2026-10-02T00:00:00Z')
    expect(nothing.latencySeconds.delivered).toEqual({ messages: 0, p50: null, p90: null, p99: null })
  })

  test('measure a scheduled message from the time it was scheduled for', async () => {
    const planner = await api.addCaller()
    const [id = ''] = await seedMessages(api, planner.tenantId, [{ at: '2026-11-20T05:00:00.000Z' }])
    const sendAt = new Date('2026-11-20T06:00:00.000Z')
    const submittedAt = new Date('2026-11-20T06:00:02.000Z')
    await api.db.mmsLog.update({ where: { id }, data: { sendAt, submittedAt } })
    expect((await read(day, planner.key)).latencySeconds.submitted.p50).toBe(2)
  })

  test('are of the last 24 hours unless the query says otherwise', async () => {
    const fresh = await api.addCaller()
    await api.post({ to: recipient, body: 'now' }, { key: fresh.key })
    const counted = await read('', fresh.key)
    expect(counted.messages).toBe(1)
    expect(Date.parse(counted.to) - Date.parse(counted.from)).toBe(86_400_000)
  })
})

test('the queue shows what waits by priority, since when, and what is under way', async () => {
  const busy = await api.addCaller()
  const now = Date.now()
  const at = (ms: number) => new Date(now + ms).toISOString()
  await seedMessages(api, busy.tenantId, [
    { at: at(-60_000), status: 'queued', nextAt: at(-60_000), priority: 0 },
    { at: at(-50_000), status: 'retrying', nextAt: at(-20_000), priority: 0 },
    { at: at(-40_000), status: 'scheduled', nextAt: at(3_600_000), priority: 2 },
    { at: at(-30_000), status: 'ambiguous', nextAt: at(0) },
  ])
  const { queue } = await read('', busy.key)
  expect(queue).toMatchObject({
    priorities: [
      { priority: 'urgent', due: 2, later: 0 },
      { priority: 'normal', due: 0, later: 0, oldestDueSeconds: null },
      { priority: 'bulk', due: 0, later: 1, oldestDueSeconds: null },
    ],
    sending: 0,
    ambiguous: 1,
    isTruncated: false,
  })
  const age = queue.priorities[0]?.oldestDueSeconds ?? 0
  expect(age).toBeGreaterThanOrEqual(59)
  expect(age).toBeLessThan(90)
})

test('a range with more messages than may be counted is refused before they are read, with the way out', async () => {
  const app = await api.build({ reportLimits: { ...defaultReportLimits, maxStatsMessages: 99 } })
  const answer = await api.get(`/v1/stats?${day}`, { app })
  expect(answer.statusCode).toBe(422)
  expect(answer.json()).toMatchObject({
    code: 'range_too_large',
    detail: expect.stringContaining('shorter range'),
  })
  const shorter = 'from=2026-11-20T00:00:00Z&to=2026-11-20T06:00:00Z'
  expect((await api.get(`/v1/stats?${shorter}`, { app })).statusCode).toBe(200)
})

test('reports that hang hold up each other and not sending', async () => {
  const ask = () => Array.from({ length: 12 }, () => api.get(`/v1/stats?${day}`))
  const whileLocked = async (tx: { $executeRawUnsafe(statement: string): Promise<number> }) => {
    await tx.$executeRawUnsafe('LOCK TABLE sender IN ACCESS EXCLUSIVE MODE')
    const asked = ask()
    await eventually(async () => expect(await countWaiting()).toBe(2))
    for (let n = 0; n < 12; n += 1) {
      expect((await api.post({ to: recipient, body: 'meanwhile' })).statusCode).toBe(202)
    }
    expect(await countWaiting()).toBe(2)
    return { asked }
  }
  const { asked: reports } = await api.db.$transaction(whileLocked, { timeout: 10_000 })
  const statuses = (await Promise.all(reports)).map((answer) => answer.statusCode)
  expect(statuses.filter((status) => status !== 200 && status !== 503)).toEqual([])
  expect(statuses).toContain(200)
})

/** Statements of this database that wait for a lock. */
async function countWaiting(): Promise<number> {
  const [row] = await api.db.$queryRaw<{ waiting: number }[]>`
    SELECT count(*)::int AS waiting FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`
  return row?.waiting ?? 0
}

test.each([
  ['from=2026-11-21T00:00:00Z&to=2026-11-20T00:00:00Z', 'from'],
  ['from=2026-01-01T00:00:00Z&to=2026-11-20T00:00:00Z', 'from'],
  ['from=2026-10-01T00:00:00Z&to=2026-11-20T00:00:00Z&interval=hour', 'interval'],
  ['interval=week', 'interval'],
  ['from=yesterday', 'from'],
  ['tz=Europe/Berlin', 'tz'],
])('refuses %s', async (query, field) => {
  const answer = await api.get(`/v1/stats?${query}`)
  expect([answer.statusCode, answer.json().code, answer.json().field]).toEqual([
    400,
    'invalid_request',
    field,
  ])
})
