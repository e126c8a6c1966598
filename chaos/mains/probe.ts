import { appendFileSync } from 'node:fs'
import type { Probe } from '@heliograph/delivery/messages/probe'

// The probe of the suite's own mains. It is armed by the environment at the start of the process; its record
// is written synchronously, so that it survives what comes next.

/**
 * Builds a probe from CHAOS_POINT, CHAOS_ACTION (`kill`, `abort`, `stop`, `spin`), CHAOS_CATCH (how many messages
 * to hold at the point before acting), CHAOS_ONLY (comma list of message ids) and CHAOS_LOG (file for the
 * ids). Without CHAOS_POINT it does nothing.
 */
export function buildProbe(env: Readonly<Record<string, string | undefined>>): Probe {
  const point = env['CHAOS_POINT']
  if (point === undefined) return () => undefined
  const wanted = Number(env['CHAOS_CATCH'] ?? '1')
  const only = env['CHAOS_ONLY']?.split(',')
  const act = actions(env['CHAOS_SPIN_MS'])[env['CHAOS_ACTION'] ?? 'kill']
  const log = env['CHAOS_LOG']
  if (act === undefined || log === undefined) throw new Error('CHAOS_ACTION or CHAOS_LOG is wrong')
  let caught = 0
  return async (reached, messageId) => {
    if (reached !== point || caught >= wanted) return
    if (only !== undefined && !only.includes(messageId)) return
    caught += 1
    appendFileSync(log, `${point} ${messageId} ${process.pid}\n`)
    if (caught >= wanted) {
      act()
      return
    }
    // Held until the process dies with it.
    await new Promise<never>(() => undefined)
  }
}

function actions(spinMs = '5000'): Partial<Record<string, () => void>> {
  return {
    kill: () => process.kill(process.pid, 'SIGKILL'),
    abort: () => process.abort(),
    stop: () => process.kill(process.pid, 'SIGSTOP'),
    spin: () => {
      const until = performance.now() + Number(spinMs)
      while (performance.now() < until);
    },
  }
}
