import { monitorEventLoopDelay } from 'node:perf_hooks'
import type { Db } from '@heliograph/delivery/db/db'

/** How far this process is from what it can take: at 1 it is full. */
export type PressureGauge = {
  strain(): number
  /** A request is under way until the answer's function is called. */
  enter(): () => void
  close(): void
}

/** Where a process counts as full. Times in milliseconds. */
export type PressureBounds = {
  /** 99th percentile of the event loop's delay within a second, two seconds in a row. */
  readonly loopDelayMs: number
  /** Wait for a database connection, while there are as many requests as connections: fewer have none to wait for. */
  readonly poolWaitMs: number
  readonly poolSize: number
  /** Requests at the same time. */
  readonly inFlight: number
}

/** What production runs with. */
export const usualBounds: Omit<PressureBounds, 'poolSize'> = {
  loopDelayMs: 200,
  poolWaitMs: 250,
  inFlight: 2_000,
}

const sampleMs = 1_000
const resolutionMs = 10

/**
 * Opens the gauge: it looks at the event loop each second and, while requests come in, at how long a connection of
 * the pool takes to get. One slow second is no strain (a start, a garbage collection, a wave of work is one), two are.
 */
export function openPressureGauge(db: Pick<Db, '$queryRaw'>, bounds: PressureBounds): PressureGauge {
  const loop = monitorEventLoopDelay({ resolution: resolutionMs })
  loop.enable()
  let loopStrains: readonly [older: number, newer: number] = [0, 0]
  let poolStrains: readonly [older: number, newer: number] = [0, 0]
  let askedAtMs: number | undefined
  let inFlight = 0
  let hasTraffic = false
  const askPool = async () => {
    const startedAtMs = performance.now()
    askedAtMs = startedAtMs
    try {
      await db.$queryRaw`SELECT 1`
      poolStrains = [poolStrains[1], (performance.now() - startedAtMs) / bounds.poolWaitMs]
    } catch {
      // A database that is away answers for itself; requests hear that from their own statements.
      poolStrains = [0, 0]
    } finally {
      askedAtMs = undefined
    }
  }
  const timer = setInterval(() => {
    // The delay counts from one sample to the next, so an idle loop shows the resolution itself.
    loopStrains = [loopStrains[1], (loop.percentile(99) / 1e6 - resolutionMs) / bounds.loopDelayMs]
    loop.reset()
    if (!hasTraffic) poolStrains = [0, 0]
    else if (askedAtMs === undefined) void askPool()
    hasTraffic = inFlight > 0
  }, sampleMs)
  return {
    strain: () => {
      hasTraffic = true
      const waiting = askedAtMs === undefined ? 0 : (performance.now() - askedAtMs) / bounds.poolWaitMs
      // One slow look is no strain, as with the loop; a look that takes four times as long is.
      const forPool = inFlight < bounds.poolSize ? 0 : Math.max(Math.min(...poolStrains), waiting / 4)
      return Math.max(Math.min(...loopStrains), forPool, inFlight / bounds.inFlight)
    },
    enter: () => {
      inFlight += 1
      let isIn = true
      return () => {
        if (isIn) inFlight -= 1
        isIn = false
      }
    },
    close: () => {
      clearInterval(timer)
      loop.disable()
    },
  }
}
