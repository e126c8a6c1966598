import { randomUUIDv7 } from 'node:crypto'
import { deleteOldCounts } from '@heliograph/delivery/limits/share-counts'
import { eventually } from '@heliograph/testkit/eventually'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type AdmitItem, admit, rehearseAdmission, release } from '../src/admission/admit.ts'
import { type Admission, openAdmission } from '../src/admission/open-admission.ts'
import type { Quotas } from '../src/admission/quotas.ts'
import { openApiFixture } from './api-fixture.ts'

const api = await openApiFixture()
const senderId = api.account.senders[0]?.id ?? ''
const none: Quotas = {
  dailyMessages: 0,
  dailyPerCountry: 0,
  recipientPerHour: 0,
  prefixPerHour: 0,
  maxBacklog: 0,
}
const noon = Date.parse('2026-11-21T12:20:00Z')
const errors: unknown[] = []
const opened: Admission[] = []
let now = noon

function open(quotas: Partial<Quotas>): { readonly admission: Admission } {
  const onError = (error: unknown) => void errors.push(error)
  const admission = openAdmission({ db: api.db, quotas: { ...none, ...quotas }, now: () => now, onError })
  opened.push(admission)
  return { admission }
}

afterAll(async () => {
  for (const admission of opened) await admission.close()
  expect(errors).toEqual([])
})

const to = (last: number, country = '+1212555') => `${country}${String(last).padStart(4, '0')}`
const inputOf = (tenantId: string, ...numbers: readonly string[]) => ({
  tenantId,
  items: numbers.map((number) => ({ to: number, senderId })),
})

/** Sends one message after the other; answers how many got in and the first refusal. */
async function sendEach(
  deps: { readonly admission: Admission },
  tenantId: string,
  numbers: readonly string[],
) {
  let letIn = 0
  for (const number of numbers) {
    const refusal = await admit(deps, inputOf(tenantId, number))
    if (refusal !== undefined) return { letIn, refusal }
    letIn += 1
  }
  return { letIn, refusal: undefined }
}

const many = (count: number, number: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => number(n))

describe('within one process a limit is exact', () => {
  test('per recipient and hour, other recipients and tenants apart', async () => {
    const deps = open({ recipientPerHour: 30 })
    const tenant = randomUUIDv7()
    const { letIn, refusal } = await sendEach(
      deps,
      tenant,
      many(1_000, () => to(1)),
    )
    expect([letIn, refusal?.code, refusal?.headers['retry-after']]).toEqual([30, 'velocity_exceeded', '2400'])
    expect(refusal?.message).not.toContain('555')
    expect((await sendEach(deps, tenant, [to(2)])).letIn).toBe(1)
    expect((await sendEach(deps, randomUUIDv7(), [to(1)])).letIn).toBe(1)
  })

  test('per range of numbers and hour: of 1,000 numbers that differ in their last digits 20 get in', async () => {
    const deps = open({ prefixPerHour: 20 })
    const { letIn, refusal } = await sendEach(deps, randomUUIDv7(), many(1_000, to))
    expect([letIn, refusal?.code]).toEqual([20, 'velocity_exceeded'])
  })

  test('per day, and per day and country; the US and Canada have the limit of the day only', async () => {
    const deps = open({ dailyMessages: 50, dailyPerCountry: 5 })
    const tenant = randomUUIDv7()
    const british = await sendEach(
      deps,
      tenant,
      many(10, (n) => to(n, '+44790012')),
    )
    expect([british.letIn, british.refusal?.code]).toEqual([5, 'quota_exceeded'])
    expect(british.refusal?.message).toContain('GB')
    const jamaican = await sendEach(
      deps,
      tenant,
      many(10, (n) => to(n, '+1876555')),
    )
    expect(jamaican.letIn).toBe(5)
    const american = await sendEach(
      deps,
      tenant,
      many(100, (n) => to(n, '+1416555')),
    )
    expect([american.letIn, american.refusal?.headers['retry-after']]).toEqual([40, '42000'])
  })

  test('under 200 requests at once', async () => {
    const deps = open({ recipientPerHour: 30 })
    const tenant = randomUUIDv7()
    const answers = await Promise.all(
      many(200, () => to(1)).map((number) => admit(deps, inputOf(tenant, number))),
    )
    expect(answers.filter((refusal) => refusal === undefined)).toHaveLength(30)
  })

  test('and begins anew with the next hour', async () => {
    const deps = open({ recipientPerHour: 3 })
    const tenant = randomUUIDv7()
    expect(
      (
        await sendEach(
          deps,
          tenant,
          many(9, () => to(1)),
        )
      ).letIn,
    ).toBe(3)
    now = noon + 40 * 60_000
    try {
      expect(
        (
          await sendEach(
            deps,
            tenant,
            many(9, () => to(1)),
          )
        ).letIn,
      ).toBe(3)
    } finally {
      now = noon
    }
  })
})

test('however many recipients there are, what counts for the day is not forgotten', async () => {
  const deps = open({ dailyMessages: 120_500, recipientPerHour: 30 })
  const tenant = randomUUIDv7()
  const numberOf = (n: number) => `+1212${String(2_000_000 + n)}`
  for (let from = 0; from < 120_000; from += 1_000) {
    expect(await admit(deps, inputOf(tenant, ...many(1_000, (n) => numberOf(from + n))))).toBeUndefined()
  }
  expect(
    (
      await sendEach(
        deps,
        tenant,
        many(1_000, (n) => numberOf(500_000 + n)),
      )
    ).letIn,
  ).toBe(500)
})

test('a batch gets in as a whole or not at all, and the refusal names an item', async () => {
  const deps = open({ recipientPerHour: 5 })
  const tenant = randomUUIDv7()
  const refusal = await admit(deps, inputOf(tenant, to(1), ...many(6, () => to(2))))
  expect(refusal?.message).toContain('items[1]: 6 asked for, 5 left')
  expect(await admit(deps, inputOf(tenant, ...many(5, () => to(2))))).toBeUndefined()
})

test('what is released or only rehearsed does not count', async () => {
  const deps = open({ recipientPerHour: 2 })
  const input = inputOf(randomUUIDv7(), to(1))
  for (let n = 0; n < 10; n += 1) expect(await rehearseAdmission(deps, input)).toBeUndefined()
  for (let n = 0; n < 10; n += 1) {
    expect(await admit(deps, input)).toBeUndefined()
    await release(deps, input)
  }
  expect(
    (
      await sendEach(
        deps,
        input.tenantId,
        many(9, () => to(1)),
      )
    ).letIn,
  ).toBe(2)
})

describe('several processes', () => {
  test('pass a limit by no more than what each may keep to itself', async () => {
    const processes = Array.from({ length: 4 }, () => open({ recipientPerHour: 40 }))
    const tenant = randomUUIDv7()
    let letIn = 0
    for (let round = 0; round < 60; round += 1) {
      for (const deps of processes) letIn += (await sendEach(deps, tenant, [to(1)])).letIn
    }
    expect(letIn).toBeGreaterThanOrEqual(40)
    // Three others, a quarter of the limit each.
    expect(letIn).toBeLessThanOrEqual(40 + 3 * 10)
  })

  test('learn of each other within a second or two, and a new one learns what was told before it', async () => {
    const [first, second] = [open({ dailyMessages: 1_000 }), open({ dailyMessages: 1_000 })]
    const tenant = randomUUIDv7()
    await admit(first, inputOf(tenant, ...many(900, to)))
    await admit(second, inputOf(tenant, ...many(99, to)))
    await eventually(async () => {
      const rows = await api.db.admissionCount.findMany({ where: { tenantId: tenant } })
      expect(rows).toMatchObject([{ name: 'day', count: 900 }])
    })
    await admit(second, inputOf(tenant, to(1)))
    expect((await admit(second, inputOf(tenant, to(1))))?.code).toBe('quota_exceeded')
    await first.admission.close()
    await second.admission.close()
    const [row] = await api.db.admissionCount.findMany({ where: { tenantId: tenant } })
    expect(row?.count).toBe(1_000)
  })

  test('leave nothing behind once a window is over', async () => {
    await api.db.admissionCount.create({
      data: { tenantId: randomUUIDv7(), name: 'day', endsAt: new Date(Date.now() - 7_200_000), count: 1 },
    })
    expect(await deleteOldCounts(api.db, 1_000)).toBeGreaterThan(0)
    expect(
      await api.db.admissionCount.count({ where: { endsAt: { lt: new Date(Date.now() - 3_600_000) } } }),
    ).toBe(0)
  })
})

test("a tenant's own row goes before the settings, and 0 messages stop a country", async () => {
  const deps = open({ dailyMessages: 1, dailyPerCountry: 1, recipientPerHour: 1, prefixPerHour: 1 })
  const tenant = await api.addCaller()
  await api.db.tenantLimit.create({
    data: {
      tenantId: tenant.tenantId,
      dailyMessages: 100,
      countryMessages: { GB: 0, FR: 7 },
      recipientPerHour: 50,
      prefixPerHour: 60,
    },
  })
  const send = async (country: string) =>
    (
      await sendEach(
        deps,
        tenant.tenantId,
        many(20, () => to(1, country)),
      )
    ).letIn
  expect([
    await send('+44790012'),
    await send('+3361234'),
    await send('+49151234'),
    await send('+1212555'),
  ]).toEqual([0, 7, 1, 20])
})

describe('a backlog', () => {
  beforeAll(async () => {
    // From here on the database's clock counts too.
    now = Date.now()
    await api.db.sender.update({ where: { id: senderId }, data: { mps: 0.01 } })
    const caller = await api.addCaller()
    for (let n = 0; n < 150; n += 1) await api.post({ to: to(n), body: 'x' }, { key: caller.key })
  })

  test('that a sender cannot work off in time refuses more for it, with the time until there is room', async () => {
    const deps = open({})
    const tenant = randomUUIDv7()
    // Counting happens beside the requests, so the first ones get in.
    const refusal = await eventually(async () => {
      const answer = await admit(deps, inputOf(tenant, to(1)))
      expect(answer?.code).toBe('sender_backlog')
      return answer
    })
    // 0.01 a second for 4 hours are 144 messages.
    expect(Number(refusal?.headers['retry-after'])).toBeGreaterThan(500)
    const patient = { tenantId: tenant, items: [{ to: to(1), senderId, validitySeconds: 36_000 }] }
    expect(await admit(deps, patient)).toBeUndefined()
    const other = api.account.senders[1]?.id ?? ''
    expect(await admit(deps, { tenantId: tenant, items: [{ to: to(1), senderId: other }] })).toBeUndefined()
  })

  test('holds nobody up who goes before it or comes after it', async () => {
    const deps = open({})
    const tenantId = randomUUIDv7()
    const ask = (given: Partial<AdmitItem>) =>
      rehearseAdmission(deps, { tenantId, items: [{ to: to(1), senderId, ...given }] })
    await eventually(async () => expect((await ask({}))?.code).toBe('sender_backlog'))
    // 150 normal messages at 0.01 a second are over in 4 hours and 10 minutes.
    expect(await ask({ priority: 0 })).toBeUndefined()
    const inHours = (hours: number) => new Date(now + hours * 3_600_000).toISOString()
    expect(await ask({ sendAt: inHours(5) })).toBeUndefined()
    expect((await ask({ sendAt: inHours(-5) }))?.code).toBe('sender_backlog')
    expect((await ask({ sendAt: inHours(1), validitySeconds: 3_600 }))?.message).toMatch(
      /^1\d\d messages .* go first at that time: the wait is about \d+ minutes, .* within 60 minutes;/,
    )
  })

  test('to come counts for its hour: what waits there already, and what this process adds', async () => {
    const deps = open({})
    const tenantId = randomUUIDv7()
    const other = api.account.senders[1]?.id ?? ''
    await api.db.sender.update({ where: { id: other }, data: { mps: 0.01 } })
    const sendAt = new Date(Math.ceil(Date.now() / 3_600_000 + 48) * 3_600_000).toISOString()
    const from = api.account.senders[1]?.address
    const caller = await api.addCaller()
    for (let n = 0; n < 100; n += 1) {
      const answer = await api.post({ to: to(n), body: 'x', from, sendAt }, { key: caller.key })
      expect(answer.statusCode).toBe(202)
    }
    const ask = (count: number, at: string) =>
      admit(deps, {
        tenantId,
        items: many(count, (n) => to(n)).map((number) => ({ to: number, senderId: other, sendAt: at })),
      })
    await eventually(async () => expect((await ask(45, sendAt))?.code).toBe('sender_backlog'))
    expect(await ask(44, sendAt)).toBeUndefined()
    expect((await ask(1, sendAt))?.code).toBe('sender_backlog')
    expect(await ask(1, new Date(Date.parse(sendAt) + 5 * 3_600_000).toISOString())).toBeUndefined()
    expect(await ask(100, new Date(Date.parse(sendAt) - 5 * 3_600_000).toISOString())).toBeUndefined()
  })

  test('of the whole installation beyond its bound is 503', async () => {
    const deps = open({ maxBacklog: 100 })
    await eventually(async () => {
      const refusal = await admit(deps, inputOf(randomUUIDv7(), to(1)))
      expect(refusal?.code).toBe('overloaded')
      expect(Number(refusal?.headers['retry-after'])).toBeGreaterThanOrEqual(60)
    })
    const sendAt = new Date(now + 86_400_000).toISOString()
    const later = { tenantId: randomUUIDv7(), items: [{ to: to(1), senderId, sendAt }] }
    expect(await admit(deps, later)).toBeUndefined()
  })
})
