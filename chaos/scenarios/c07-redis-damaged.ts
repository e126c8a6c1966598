import { setTimeout as delay } from 'node:timers/promises'
import { countRefused } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import { startRedis } from '../rig/redis-server.ts'
import { atMost, type Scenario } from '../scenario.ts'

/** Redis forgets: its file is cut, and later a replica that lags 2 s behind takes over. */
export const redisDamaged: Scenario = {
  id: 'C7',
  title: 'append-only file cut by 10 %, then fail-over to a replica that lags 2 s',
  deadlineMs: 150_000,
  quietWithinMs: 30_000,
  messages: { full: 2_000 },
  run: async ({ random, plan, reaper, startRig }) => {
    const rig = await startRig()
    const replica = await startRedis({ folder: rig.folder, reaper })
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: plan.messages, ratePerSecond: 80 })
    await delay(4_000)
    await rig.redis.kill()
    const cutBytes = await rig.redis.cutAppendOnlyFile(0.1)
    await rig.redis.start()
    await delay(4_000)
    await replica.command('REPLICAOF', '127.0.0.1', String(rig.redis.port))
    await delay(3_000)
    // From here on the replica hears nothing: jobs that end meanwhile are still there when it takes over.
    await replica.command('REPLICAOF', 'NO', 'ONE')
    await delay(2_000)
    await rig.redis.kill()
    rig.pointRedisAt(replica.port)
    rig.proxies.redis.cutAll()
    const report = await load.done
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      redisPort: replica.port,
      figures: { 'bytes cut': cutBytes },
      checks: [atMost('answers other than 202', countRefused(report), 0)],
    }
  },
}
