import { randomUUID } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { sendQueueName } from '@heliograph/shared/contracts/jobs'
import { Queue } from 'bullmq'
import { startLoad } from '../rig/load.ts'
import type { Rig } from '../rig/rig.ts'
import { atLeast, type Scenario } from '../scenario.ts'

/** Doorbells of a release that is newer, older, or broken, between our own. */
export const jobVersions: Scenario = {
  id: 'C13',
  title: 'doorbells of unknown versions and shapes between our own',
  deadlineMs: 120_000,
  quietWithinMs: 20_000,
  messages: { full: 500 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig()
    const target = { ...rig.application, random: random.fork('load') }
    const load = startLoad(target, { count: plan.messages, ratePerSecond: 40 })
    const queue = new Queue(sendQueueName, {
      connection: { host: '127.0.0.1', port: rig.redis.port },
      prefix: rig.queuePrefix,
    })
    queue.on('error', () => undefined)
    let added = 0
    try {
      for (let n = 0; n < 50; n += 1) {
        const ids = load.report().posted.flatMap((posted) => posted.ids)
        const known = ids.length === 0 ? randomUUID() : random.pick(ids)
        await queue.addBulk(strangers(known).map((data) => ({ name: 'send', data, opts: leaveNothing })))
        added += strangers(known).length
        await delay(200)
      }
    } finally {
      await queue.close()
    }
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      figures: { 'strange doorbells': added },
      checks: [...unhandled(rig), atLeast('strange doorbells', added, 300)],
    }
  },
}

const leaveNothing = { removeOnComplete: true, removeOnFail: true }

/** A newer version, ours with a stale or wild generation, and things that are no doorbell at all. */
function strangers(id: string): unknown[] {
  return [
    { v: 2, id, gen: 0, lane: 'new' },
    { v: 2, messageId: id },
    { v: 1, id, gen: 999 },
    { v: 1, id: 'not-an-id', gen: 0 },
    { v: 1, id, gen: -1 },
    { id },
    {},
    [],
    'ring',
    7,
  ]
}

function unhandled(rig: Rig) {
  return [...rig.apis, ...rig.workers].map((seat) => ({
    name: `${seat.name} had no unhandled rejection`,
    ok: !/unhandled|ERR_UNHANDLED/i.test(seat.output()),
    seen: seat.output().slice(-300),
  }))
}
