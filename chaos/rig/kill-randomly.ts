import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'
import type { Rig } from './rig.ts'

/** Kills one random API or worker process after the other by SIGKILL. Answers how many died so. */
export async function killRandomly(
  rig: Pick<Rig, 'apis' | 'workers'>,
  random: Random,
  plan: { readonly kills: number; readonly everyMs: number },
): Promise<number> {
  let killed = 0
  for (let n = 0; n < plan.kills; n += 1) {
    await delay(plan.everyMs)
    const victim = random.pick([...rig.apis, ...rig.workers])
    const ended = victim.signal('SIGKILL')
    if (ended === undefined) continue
    await ended
    killed += 1
  }
  return killed
}
