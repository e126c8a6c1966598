import { setTimeout as delay } from 'node:timers/promises'
import type { ProbePoint } from '@heliograph/delivery/messages/probe'
import { runSql } from '@heliograph/testkit/run-sql'
import { type CatchLog, openCatchLog } from '../rig/armed.ts'
import { startLoad } from '../rig/load.ts'
import type { Seat } from '../rig/seat.ts'
import { mainOf } from '../rig/services.ts'
import { atLeast, type Scenario } from '../scenario.ts'

type Case = { readonly point: ProbePoint; readonly action: 'stop' | 'spin'; readonly stallMs: number }

// 6 s outlasts the lease; 13 s outlasts hold and resend as well, so that the sleeper wakes after its message went on.
const kinds: readonly Case[] = [
  { point: 'before_post', action: 'stop', stallMs: 13_000 },
  { point: 'after_post', action: 'stop', stallMs: 6_000 },
  { point: 'before_post', action: 'spin', stallMs: 6_000 },
  { point: 'after_post', action: 'spin', stallMs: 6_000 },
]
const afterWakingMs = 2_500
const catchTimeoutMs = 20_000

/** Workers stall with a message in hand until others have taken it over, then wake and go on where they were. */
export const zombies: Scenario = {
  id: 'C10',
  title: 'workers stopped or spinning past their lease before and after the POST, 20 cases',
  deadlineMs: 240_000,
  quietWithinMs: 30_000,
  // Cases.
  messages: { full: 20 },
  run: async ({ random, plan, folder, startRig }) => {
    const log = openCatchLog(folder)
    const cases = Array.from({ length: Math.min(plan.messages, 200) }, (_, n) => kinds[n % kinds.length])
    const armed = new Map<number, Case>()
    const rig = await startRig({
      workers: 5,
      mains: { worker: mainOf('chaos/mains/worker.ts') },
      envOf: (role, n) => {
        const next = role === 'worker' ? armed.get(n) : undefined
        if (next === undefined) return {}
        return {
          CHAOS_POINT: next.point,
          CHAOS_ACTION: next.action,
          CHAOS_SPIN_MS: String(next.stallMs),
          CHAOS_LOG: log.file,
        }
      },
    })
    const target = { ...rig.application, random }
    // Only messages that may be sent again show whether somebody who wakes up sends them once more.
    const load = startLoad(target, {
      count: 30_000,
      ratePerSecond: 40,
      policies: ['confirmed', 'at_least_once'],
    })
    const queue = [...cases]
    await Promise.all(
      rig.workers.slice(1).map(async (seat, n) => {
        for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
          armed.set(n + 1, next)
          await stall(seat, next, log)
        }
      }),
    )
    const lastFaultAtMs = performance.now()
    load.stop()
    const report = await load.done
    const caught = log.read()
    return {
      load: report,
      lastFaultAtMs: Math.max(lastFaultAtMs, performance.now()),
      figures: { zombies: caught.length },
      checks: [atLeast('workers that stalled', caught.length, cases.length)],
      afterQuiet: async () => {
        const taken = await countTakenOver(
          rig.databaseUrl,
          caught.map(({ messageId }) => messageId),
        )
        return [atLeast('messages taken over while their worker stalled', taken, cases.length)]
      },
    }
  },
}

/** Replaces the worker by an armed one, waits until it stalled, wakes it, and lets it finish what it had in hand. */
async function stall(seat: Seat, about: Case, log: CatchLog): Promise<void> {
  await seat.signal('SIGTERM')
  const deadline = performance.now() + catchTimeoutMs
  const hasStalled = () => log.read().some(({ pid, point }) => pid === seat.pid() && point === about.point)
  while (!hasStalled() && performance.now() < deadline) await delay(50)
  await delay(about.stallMs)
  seat.signal('SIGCONT')
  await delay(afterWakingMs)
}

/** Messages whose history went on by another's hand, a callback or the lease, after the stalled worker's start. */
async function countTakenOver(databaseUrl: string, ids: readonly string[]): Promise<number> {
  const rows = await runSql<{ count: number }>(
    databaseUrl,
    `SELECT count(DISTINCT began.message_id)::int AS count
     FROM mms_event began JOIN mms_event after ON after.message_id = began.message_id AND after.version = began.version + 1
     WHERE began.message_id = ANY($1::uuid[]) AND began.type = 'attempt.started'
       AND (after.type = 'receipt.applied' OR after.error_code = 'lease_expired')`,
    [ids],
  )
  return rows[0]?.count ?? 0
}
