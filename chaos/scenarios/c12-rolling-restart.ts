import { setTimeout as delay } from 'node:timers/promises'
import { runSql } from '@heliograph/testkit/run-sql'
import { countEvents, countRefused } from '../rig/figures.ts'
import { startLoad } from '../rig/load.ts'
import type { SeatExit } from '../rig/seat.ts'
import { atMost, type Scenario } from '../scenario.ts'

/** A drain longer than the balancer's probe takes; a request time that a busy machine does not use up by itself. */
const settings = { DRAIN_MS: '2000', SEND_TIMEOUT_MS: '3000', LEASE_MS: '6000' }

/** Every process is told to end and replaced, one after the other, under load; once more with Redis away. */
export const rollingRestart: Scenario = {
  id: 'C12',
  title: 'SIGTERM of one process every 2 s, twice around, also with Redis away',
  deadlineMs: 180_000,
  quietWithinMs: 20_000,
  messages: { full: 3_000 },
  run: async ({ random, plan, startRig }) => {
    const rig = await startRig({ env: settings })
    const target = { ...rig.application, random }
    const load = startLoad(target, { count: plan.messages, ratePerSecond: 60 })
    const exits: SeatExit[] = []
    const everyone = [...rig.apis, ...rig.workers]
    const restartEach = async (seats: typeof everyone) => {
      for (const seat of seats) {
        const api = rig.apis.indexOf(seat)
        await delay(2_000)
        const exit = seat.signal('SIGTERM')
        // What a balancer does: it stops sending once the readiness probe fails. Connections that wait unaccepted
        // when a listener closes are reset by the kernel.
        if (api >= 0) await rig.untilUnready(api)
        rig.setServing(api, false)
        const ended = await exit
        if (ended !== undefined) exits.push(ended)
        if (api >= 0) await rig.untilAnswering(api)
        rig.setServing(api, true)
      }
    }
    await restartEach([...everyone, ...everyone])
    await rig.redis.kill()
    await restartEach(everyone)
    await rig.redis.start()
    load.stop()
    const report = await load.done
    const slowestMs = Math.max(...exits.map(({ tookMs }) => tookMs))
    return {
      load: report,
      lastFaultAtMs: performance.now(),
      figures: { restarts: exits.length, 'ms for the slowest end': Math.round(slowestMs) },
      checks: [
        atMost('ms for the slowest end', slowestMs, 10_000),
        atMost('ends with a code other than 0', exits.filter(({ code }) => code !== 0).length, 0),
        atMost('requests dropped or refused', countRefused(report), 0),
      ],
      afterQuiet: async () => [
        atMost(
          `attempts made ambiguous (${await listCodes(rig.databaseUrl)})`,
          await countEvents(rig.databaseUrl, 'attempt.ambiguous'),
          0,
        ),
      ],
    }
  },
}

async function listCodes(databaseUrl: string): Promise<string> {
  const rows = await runSql<{ code: string }>(
    databaseUrl,
    `SELECT DISTINCT error_code AS code FROM mms_event WHERE type = 'attempt.ambiguous'`,
  )
  return rows.map(({ code }) => code).join(', ')
}
