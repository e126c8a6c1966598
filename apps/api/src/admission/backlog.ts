import type { Db } from '@heliograph/delivery/db/db'
import { countBacklog, type WaitingMessages } from '@heliograph/delivery/limits/count-backlog'
import { dueNow, type SenderLine } from './sender-line.ts'

/** What waits to be sent, as last counted plus what this process added since. */
export type Backlog = {
  of(senderId: string): SenderLine
  /** Due messages of all senders. */
  total(): number
  add(added: Omit<WaitingMessages, 'mps'>): void
  close(): Promise<void>
}

type Deps = {
  readonly db: Db
  /** Counting stops there. */
  readonly cap: number
  readonly now: () => number
  readonly onError: (error: unknown) => void
}

type Line = {
  readonly mps: number
  readonly hours: Map<number, [urgent: number, normal: number, bulk: number]>
}

/** Twilio hands over 25 MMS a second for an account unless more was agreed. */
const usualMps = 25
const emptyLine: SenderLine = { mps: usualMps, hours: new Map() }
const leastWaitMs = 5_000
/** A count that takes long is asked for less often, so that it costs a fortieth of a connection at most. */
const restFactor = 40

/**
 * Opens the gauge. It counts in the background, every five seconds while messages come in, and nobody waits for
 * it: before the first count the backlog is taken for empty.
 */
export function openBacklog(deps: Deps): Backlog {
  let lines = new Map<string, Line>()
  let nextAtMs = 0
  let counting: Promise<void> = Promise.resolve()
  let isClosed = false
  const count = async () => {
    const startedAt = deps.now()
    nextAtMs = Number.POSITIVE_INFINITY
    try {
      const counted = new Map<string, Line>()
      for (const waiting of await countBacklog(deps.db, deps.cap)) put(counted, waiting)
      lines = counted
    } catch (error) {
      deps.onError(error)
    } finally {
      nextAtMs = deps.now() + Math.max(leastWaitMs, restFactor * (deps.now() - startedAt))
    }
  }
  const refresh = () => {
    if (!isClosed && deps.now() >= nextAtMs) counting = count()
  }
  return {
    of: (senderId) => {
      refresh()
      return lines.get(senderId) ?? emptyLine
    },
    total: () => {
      refresh()
      let total = 0
      for (const { hours } of lines.values()) {
        for (const messages of hours.get(dueNow) ?? []) total += messages
      }
      return total
    },
    add: (added) => put(lines, { ...added, mps: null }),
    close: async () => {
      isClosed = true
      await counting
    },
  }
}

function put(lines: Map<string, Line>, { senderId, priority, hour, messages, mps }: WaitingMessages): void {
  const line: Line = lines.get(senderId) ?? { mps: mps ?? usualMps, hours: new Map() }
  lines.set(senderId, line)
  const waiting = line.hours.get(hour) ?? [0, 0, 0]
  line.hours.set(hour, waiting)
  if (priority === 0) waiting[0] += messages
  else if (priority === 1) waiting[1] += messages
  else waiting[2] += messages
}
