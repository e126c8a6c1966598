import { eventually } from '@heliograph/testkit/eventually'
import { createTestRedis } from '@heliograph/testkit/redis'
import { describe, expect, test } from 'vitest'
import { openBullmqQueue } from '../../src/queue/bullmq-queue.ts'
import { openDirectQueue } from '../../src/queue/direct-queue.ts'
import { openFallbackQueue, type Transport } from '../../src/queue/fallback-queue.ts'
import type { MessageQueue, Ring } from '../../src/queue/message-queue.ts'

const ring = (gen: number): Ring => ({ id: '01a1fc3c-d278-73bd-ac47-426e456f34c9', gen })

/** A transport that can be taken away. */
function buildSwitchable() {
  const rung: Ring[] = []
  let isAway = false
  const guard = <T>(value: () => T): Promise<T> =>
    isAway ? Promise.reject(new Error('away')) : Promise.resolve(value())
  const queue: MessageQueue = {
    ring: (rings) => guard(() => void rung.push(...rings)),
    depth: () => guard(() => rung.length),
    waiting: () => Promise.resolve(0),
    close: () => Promise.resolve(),
  }
  return {
    queue,
    rung,
    away: (state: boolean) => {
      isAway = state
    },
  }
}

describe('while the transport is away', () => {
  function open() {
    const primary = buildSwitchable()
    const worked: Ring[] = []
    const switches: Transport[] = []
    let now = 0
    const work = (next: Ring) => Promise.resolve(void worked.push(next))
    const queue = openFallbackQueue({
      primary: primary.queue,
      fallback: openDirectQueue({ concurrency: 4, work }),
      clock: () => now,
      retryMs: 1_000,
      onSwitch: (transport) => switches.push(transport),
    })
    const pass = (ms: number) => {
      now += ms
    }
    return { queue, primary, worked, switches, pass }
  }

  test('a ring that fails is worked off here at once', async () => {
    const { queue, primary, worked, switches } = open()
    primary.away(true)
    await queue.ring([ring(1)])
    await eventually(() => expect(worked).toEqual([ring(1)]))
    expect(switches).toEqual(['direct'])
  })

  test('it is asked again only every so often, and taken back when it answers', async () => {
    const { queue, primary, worked, switches, pass } = open()
    primary.away(true)
    await queue.ring([ring(1)])
    primary.away(false)
    await queue.ring([ring(2)])
    await eventually(() => expect(worked).toHaveLength(2))
    expect(primary.rung).toEqual([])
    pass(1_001)
    await queue.depth()
    await eventually(() => expect(switches).toEqual(['direct', 'bullmq']))
    await queue.ring([ring(3)])
    expect(primary.rung).toEqual([ring(3)])
  })

  test('a delayed ring is left to the relay, which finds the row when it is due', async () => {
    const { queue, primary, worked } = open()
    primary.away(true)
    await queue.ring([{ ...ring(1), delayMs: 60_000 }, ring(2)])
    await eventually(() => expect(worked).toEqual([ring(2)]))
  })
})

test('a direct queue never works on more than its concurrency and counts what waits', async () => {
  const gates: (() => void)[] = []
  const queue = openDirectQueue({
    concurrency: 2,
    work: () => new Promise<void>((resolve) => gates.push(resolve)),
  })
  await queue.ring([ring(1), ring(2), ring(3)])
  expect([gates.length, await queue.depth()]).toEqual([2, 3])
  gates[0]?.()
  await eventually(() => expect(gates).toHaveLength(3))
  gates[1]?.()
  gates[2]?.()
  await eventually(async () => expect(await queue.depth()).toBe(0))
  await queue.close()
})

describe('BullMQ', () => {
  test('rings carry ids only, and one generation rings once', async () => {
    await using redis = await createTestRedis()
    const queue = openBullmqQueue({ redisUrl: redis.url, prefix: redis.prefix, onError: () => undefined })
    await queue.ring([ring(1), ring(1), ring(2)])
    expect(await queue.depth()).toBe(2)
    const keys = await redis.listKeys()
    expect(keys.filter((key) => key.includes('m-01a1fc3c'))).toHaveLength(2)
    await queue.close()
  })

  test('a Redis that cannot be reached costs half a second, and closing it none', async () => {
    const queue = openBullmqQueue({
      redisUrl: 'redis://127.0.0.1:9/0',
      prefix: 'nowhere',
      onError: () => undefined,
    })
    const startedAt = performance.now()
    await expect(queue.ring([ring(1)])).rejects.toThrow(/Redis|writeable|closed/)
    expect(performance.now() - startedAt).toBeLessThan(1_500)
    await queue.close()
  })
})
