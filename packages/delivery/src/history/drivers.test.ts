import { expect, test } from 'vitest'
import { chooseDriver, type Driver, listDrivers } from './drivers.ts'
import { floorId, idRangeOf, type MessageFilter, neighbourOf } from './message-filter.ts'

const tenantId = '0199f3c2-6d5e-7c11-9a55-0d6a5c7a1b2c'
const kinds = (filter: Partial<MessageFilter>, pageSize = 50) =>
  listDrivers({ tenantId, ...filter }, pageSize).map((driver) =>
    driver.kind === 'row'
      ? driver.column
      : driver.kind === 'facet'
        ? driver.facet.split(':')[0]
        : driver.kind,
  )

test.each<[Partial<MessageFilter>, (string | undefined)[]]>([
  [{}, ['tenant']],
  [{ created: { from: new Date(0) } }, ['tenant']],
  [{ sent: { from: new Date(0) } }, ['tenant']],
  [{ statuses: ['failed'] }, ['status']],
  [{ to: '+15558675310' }, ['to_number']],
  [{ errorCode: '30007' }, ['error_code']],
  [{ errorClass: 'opt_out' }, ['error_class']],
  [{ tag: 'vip' }, ['tag']],
  [{ metadataKey: 'k' }, ['meta']],
  [{ batchId: tenantId }, ['batch']],
  [{ reference: 'r' }, ['ref']],
  [{ from: '+15005550006' }, ['from']],
  [{ provider: 'twilio' }, ['provider']],
  [{ providerId: 'MM1', tag: 'vip', statuses: ['failed'] }, ['provider_id']],
  [{ statuses: ['failed'], tag: 'vip', to: '+15558675310' }, ['to_number', 'tag', 'status']],
])('%j can be read through %j', (filter, expected) => {
  expect(kinds(filter)).toEqual(expected)
})

test('so many statuses that their pages would have to be sorted are read through the tenant', () => {
  const statuses = ['failed', 'undelivered', 'expired', 'blocked', 'canceled'] as const
  expect(kinds({ statuses })).toEqual(['status'])
  expect(kinds({ statuses }, 200)).toEqual(['tenant'])
  expect(kinds({ statuses: statuses.slice(0, 4) }, 200)).toEqual(['status'])
})

test('of several drivers the one that reaches furthest for its entries is taken, one that ends before first of all', () => {
  const drivers: [Driver, ...Driver[]] = [
    { kind: 'facet', facet: 'tag:a' },
    { kind: 'status' },
    { kind: 'tenant' },
  ]
  expect(chooseDriver(drivers, ['05', '03', '07'], 'desc')).toBe(drivers[1])
  expect(chooseDriver(drivers, ['05', '03', '07'], 'asc')).toBe(drivers[2])
  expect(chooseDriver(drivers, ['05', '03', null], 'desc')).toBe(drivers[2])
  expect(chooseDriver(drivers, [null, null, null], 'desc')).toBe(drivers[0])
})

test('ranges of time become ranges of ids with room for clocks, and look 45 days back from what has no creation', () => {
  const at = new Date('2026-11-21T12:00:00Z')
  const ms = at.getTime()
  const created = { from: at, to: new Date(ms + 60_000) }
  expect(idRangeOf({ created })).toEqual({ from: floorId(ms - 5_000), to: floorId(ms + 65_000) })
  expect(idRangeOf({ sent: { from: at } })).toEqual({
    from: floorId(ms - 45 * 86_400_000 - 5_000),
    to: undefined,
  })
  expect(idRangeOf({ final: { to: at } })).toEqual({ from: undefined, to: floorId(ms + 5_000) })
  expect(idRangeOf({ created: { from: at }, sent: { from: at } }).from).toBe(floorId(ms - 5_000))
  expect(idRangeOf({})).toEqual({ from: undefined, to: undefined })
})

test('ids have neighbours, also where digits carry', () => {
  expect(neighbourOf('0199f3c2-6d5e-7c11-9a55-ffffffffffff', 'above')).toBe(
    '0199f3c2-6d5e-7c11-9a56-000000000000',
  )
  expect(neighbourOf('0199f3c2-6d5e-7c11-9a56-000000000000', 'below')).toBe(
    '0199f3c2-6d5e-7c11-9a55-ffffffffffff',
  )
})

test('times beyond all ids are bounds too', () => {
  expect(floorId(-1)).toBe('00000000-0000-0000-0000-000000000000')
  expect(floorId(1e17)).toBe('ffffffff-ffff-0000-0000-000000000000')
})
