import { describe, expect, test } from 'vitest'
import { type ByPriority, dueNow, findLate, type Joining, type SenderLine } from './sender-line.ts'

const hourMs = 3_600_000
const now = 500_000 * hourMs
const atHour = (later: number) => 500_000 + later
/** Sends 3,600 an hour. */
const line = (hours: Readonly<Record<number, ByPriority>>): SenderLine => ({
  mps: 1,
  hours: new Map(Object.entries(hours).map(([hour, waiting]) => [Number(hour), waiting])),
})
const one = (changes: Partial<Joining> = {}): Joining => ({
  hour: dueNow,
  priority: 1,
  count: 1,
  patienceSeconds: 3_600,
  ...changes,
})
const isInTime = (given: SenderLine, ...joining: Joining[]) => findLate(given, joining, now) === undefined

describe('what is due now', () => {
  test('is let in while the line is as long as it is patient, and not one longer', () => {
    expect(isInTime(line({ [dueNow]: [0, 3_599, 0] }), one())).toBe(true)
    expect(findLate(line({ [dueNow]: [0, 3_600, 0] }), [one()], now)).toMatchObject({
      ahead: 3_600,
      waitSeconds: 3_601,
    })
  })

  test('counts what joins with it, and the least patient decides', () => {
    expect(isInTime(line({}), one({ count: 3_600 }))).toBe(true)
    expect(isInTime(line({}), one({ count: 3_601 }))).toBe(false)
    const urgent = one({ priority: 0, count: 2_700 })
    expect(isInTime(line({}), urgent, one({ count: 900 }))).toBe(true)
    expect(isInTime(line({}), urgent, one({ count: 901 }))).toBe(false)
  })

  test('is not behind what is less urgent: half is the least that urgent ones get', () => {
    const full = line({ [dueNow]: [0, 1_000_000, 1_000_000] })
    expect(isInTime(full, one({ priority: 0, count: 1_800 }))).toBe(true)
    expect(isInTime(full, one({ priority: 0, count: 1_801 }))).toBe(false)
    const bulk = line({ [dueNow]: [0, 0, 1_000_000] })
    expect(isInTime(bulk, one({ count: 2_700 }))).toBe(true)
    expect(isInTime(bulk, one({ count: 2_701 }))).toBe(false)
  })

  test('gets the quarter that is kept for it, however much is more urgent', () => {
    const urgents = line({ [dueNow]: [1_000_000, 0, 0] })
    for (const priority of [1, 2]) {
      expect(isInTime(urgents, one({ priority, count: 900 }))).toBe(true)
      expect(isInTime(urgents, one({ priority, count: 901 }))).toBe(false)
    }
  })

  test('is not behind what falls due later', () => {
    expect(isInTime(line({ [atHour(1)]: [1_000_000, 0, 0] }), one())).toBe(true)
  })
})

describe('what is scheduled', () => {
  test('is not behind what is sent until then', () => {
    const full = line({ [dueNow]: [0, 7_200, 0] })
    expect(isInTime(full, one())).toBe(false)
    expect(isInTime(full, one({ hour: atHour(2), count: 3_600 }))).toBe(true)
    expect(isInTime(full, one({ hour: atHour(1), count: 1 }))).toBe(false)
  })

  test('is behind what is scheduled for the same hour, and behind what is left of the hours before', () => {
    expect(isInTime(line({ [atHour(5)]: [0, 3_599, 0] }), one({ hour: atHour(5) }))).toBe(true)
    expect(isInTime(line({ [atHour(5)]: [0, 3_600, 0] }), one({ hour: atHour(5) }))).toBe(false)
    const hours = { [atHour(5)]: [0, 7_200, 0], [atHour(6)]: [0, 0, 0] } as const
    expect(isInTime(line(hours), one({ hour: atHour(6) }))).toBe(false)
    expect(isInTime(line(hours), one({ hour: atHour(7) }))).toBe(true)
  })

  test('at different hours does not stand in its own way', () => {
    const joining = [1, 2, 3].map((later) => one({ hour: atHour(later), count: 3_600 }))
    expect(isInTime(line({}), ...joining)).toBe(true)
    const together = joining.map((some) => ({ ...some, hour: atHour(1) }))
    expect(isInTime(line({}), ...together)).toBe(false)
  })
})

test('counts that were taken back twice are no room', () => {
  expect(isInTime(line({ [dueNow]: [0, -1_000, 0] }), one({ count: 3_600 }))).toBe(true)
  expect(isInTime(line({ [dueNow]: [-5_000, 0, 0] }), one({ count: 3_601 }))).toBe(false)
})
