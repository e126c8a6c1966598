import { expect, test } from 'vitest'
import { countBacklog } from '../../src/limits/count-backlog.ts'
import { openEngineFixture } from '../messages/engine-fixture.ts'

const engine = await openEngineFixture()
const { db, account } = engine
const inMinutes = (minutes: number) => new Date(Date.now() + minutes * 60_000)

test('what waits is counted by sender, priority and hour, however old it is; what is set aside is not', async () => {
  const sendAt = inMinutes(90)
  const [, old, aside] = await Promise.all([
    engine.accept(),
    engine.accept(),
    engine.accept(),
    engine.accept({ priority: 'bulk' }),
    engine.accept({ sendAt: sendAt.toISOString() }),
  ])
  await db.$executeRaw`UPDATE mms_log SET id = uuidv7_floor(now() - interval '60 days') WHERE id = ${old}::uuid`
  await db.$executeRaw`UPDATE mms_log SET next_at = expires_at WHERE id = ${aside}::uuid`
  const counted = await countBacklog(db, 1_000)
  const senderId = account.senders[0]?.id
  const hour = Math.floor(sendAt.getTime() / 3_600_000)
  expect(counted.toSorted((one, other) => one.hour - other.hour || one.priority - other.priority)).toEqual([
    { senderId, priority: 1, hour: 0, messages: 2, mps: null },
    { senderId, priority: 2, hour: 0, messages: 1, mps: null },
    { senderId, priority: 1, hour, messages: 1, mps: null },
  ])
  const bounded = await countBacklog(db, 2)
  const due = bounded.filter((waiting) => waiting.hour === 0)
  expect(due.reduce((sum, { messages }) => sum + messages, 0)).toBe(2)
})
