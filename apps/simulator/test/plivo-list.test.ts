import { expect, test } from 'vitest'
import { AUTH_ID, create, get, type RunningPlivo, startPlivo, untilState, uuidOf } from './plivo-harness.ts'

const uuidsOf = async (simulator: RunningPlivo, query: string): Promise<unknown[]> => {
  const { body } = await get(simulator, `/Message/?${query}`)
  return (body.objects ?? []).map((one) => one['message_uuid'])
}

test('a page holds twenty at most, newest first, and its links lead through all of them', async () => {
  const simulator = await startPlivo()
  const uuids: string[] = []
  for (let i = 0; i < 45; i += 1) uuids.unshift(uuidOf(await create(simulator)))
  const seen: unknown[] = []
  let next: string | null = `/v1/Account/${AUTH_ID}/Message/?message_type=mms`
  while (next !== null) {
    const { body } = await get(simulator, next.slice(`/v1/Account/${AUTH_ID}`.length))
    expect(body.objects?.length).toBeLessThanOrEqual(20)
    expect(body.meta).toMatchObject({ limit: 20, total_count: 45 })
    seen.push(...(body.objects ?? []).map((one) => one['message_uuid']))
    next = body.meta?.next ?? null
  }
  expect(seen).toEqual(uuids)
  const { body } = await get(simulator, '/Message/?limit=10&offset=15')
  expect(body.meta?.previous).toMatch(/limit=10&offset=5$/)
  expect((await get(simulator, '/Message/?offset=100')).body).toMatchObject({
    objects: [],
    meta: { next: null },
  })
})

test.each([
  'limit=21',
  'limit=0',
  'limit=x',
  'offset=-1',
  'message_time__gte=2026-01-02',
  'message_time=now',
])('%s is refused with 400', async (query) => {
  const simulator = await startPlivo()
  const { status, body } = await get(simulator, `/Message/?${query}`)
  expect([status, Object.keys(body).toSorted()]).toEqual([400, ['api_id', 'error']])
})

test('the list is filtered by state, type, direction, code, powerpack and time', async () => {
  const simulator = await startPlivo()
  const powerpack = '00000000-0000-4000-8000-000000000000'
  const mms = uuidOf(await create(simulator, { dst: '+15005551002' }))
  const sms = uuidOf(await create(simulator, { type: 'sms' }))
  const spam = uuidOf(await create(simulator, { dst: '+15005500030' }))
  const pooled = uuidOf(await create(simulator, { src: undefined, powerpack_uuid: powerpack }))
  await untilState(simulator, spam, 'undelivered')
  await untilState(simulator, sms, 'delivered')
  await untilState(simulator, pooled, 'delivered')
  expect(await uuidsOf(simulator, 'message_state=queued')).toEqual([mms])
  expect(await uuidsOf(simulator, 'message_type=sms')).toEqual([sms])
  expect(await uuidsOf(simulator, 'error_code=30')).toEqual([spam])
  expect(await uuidsOf(simulator, `powerpack_id=${powerpack}`)).toEqual([pooled])
  expect(await uuidsOf(simulator, 'message_direction=outbound')).toHaveLength(4)
  expect(await uuidsOf(simulator, 'message_direction=inbound')).toEqual([])
  expect(await uuidsOf(simulator, 'subaccount=SA0000000000000000')).toEqual([])
})

test('times bound the list, each end as its name says', async () => {
  const simulator = await startPlivo()
  const uuid = uuidOf(await create(simulator))
  const { body } = await get(simulator, `/Message/${uuid}/`)
  const time = encodeURIComponent(String(body['message_time']).replace('+00:00', ''))
  const found = async (name: string): Promise<boolean> =>
    (await uuidsOf(simulator, `${name}=${time}`)).includes(uuid)
  expect(await found('message_time')).toBe(true)
  expect(await found('message_time__gte')).toBe(true)
  expect(await found('message_time__lte')).toBe(true)
  expect(await found('message_time__gt')).toBe(false)
  expect(await found('message_time__lt')).toBe(false)
  expect(
    await uuidsOf(simulator, 'message_time__gte=2000-01-01 00:00&message_time__lt=2000-01-02 00:00'),
  ).toEqual([])
})

test('there is no filter on numbers: asking for one shows everything', async () => {
  const simulator = await startPlivo()
  await create(simulator)
  expect(await uuidsOf(simulator, 'to_number=14155550999')).toHaveLength(1)
})

test('a message with list lag can be fetched at once and listed later', async () => {
  const simulator = await startPlivo()
  await simulator.control('PUT', 'faults', { rules: [{ fault: 'list_lag', delayMs: 400 }] })
  const uuid = uuidOf(await create(simulator))
  expect(await uuidsOf(simulator, '')).toEqual([])
  expect((await get(simulator, `/Message/${uuid}/`)).status).toBe(200)
  await expect.poll(() => uuidsOf(simulator, '')).toEqual([uuid])
})

test('messages are bounded: the oldest goes', async () => {
  const simulator = await startPlivo({ maxEntries: 3 })
  const uuids: string[] = []
  for (let i = 0; i < 5; i += 1) uuids.unshift(uuidOf(await create(simulator)))
  expect(await uuidsOf(simulator, '')).toEqual(uuids.slice(0, 3))
})
