// How long a message will wait for its sender, from counts alone. Messages go in the order in which they fall due, urgent
// before normal before bulk, and a quarter of what is sent is kept for each of the lower two while any of it waits
// (relay/take-due.ts). What falls due later is counted by the hour, as if all of it came when the hour begins.

/** Messages by priority: urgent, normal, bulk. */
export type ByPriority = readonly [urgent: number, normal: number, bulk: number]

/** What waits for one sender, by the hour since 1970 in which it falls due; `dueNow` for what is due. */
export type SenderLine = {
  /** Messages that it sends in a second. */
  readonly mps: number
  readonly hours: ReadonlyMap<number, ByPriority>
}

/** Messages that ask to be let in, of one hour and priority. */
export type Joining = {
  readonly hour: number
  /** 0 urgent, 1 normal, 2 bulk. */
  readonly priority: number
  readonly count: number
  /** How long the least patient of them may wait once it is due. */
  readonly patienceSeconds: number
}

/** Messages that would not be sent in time, with how many go before them and how long the last one would wait. */
export type Late = { readonly joining: Joining; readonly ahead: number; readonly waitSeconds: number }

/** The hour of what is due already. */
export const dueNow = 0

const nobody: ByPriority = [0, 0, 0]
const lowerShare = 0.25

/** Those of `joining` that would wait longer than they may; undefined when all of them are sent in time. */
export function findLate(line: SenderLine, joining: readonly Joining[], nowMs: number): Late | undefined {
  const lastHour = Math.max(...joining.map(({ hour }) => hour))
  const hours = new Set([...line.hours.keys(), ...joining.map(({ hour }) => hour)])
  let atHour = nowMs / 3_600_000
  let waiting = nobody
  for (const hour of [...hours].filter((one) => one <= lastHour).toSorted((left, right) => left - right)) {
    if (hour > atHour) {
      waiting = serve(waiting, line.mps * 3_600 * (hour - atHour))
      atHour = hour
    }
    const coming = joining.filter((one) => one.hour === hour)
    waiting = sum(waiting, line.hours.get(hour) ?? nobody, ...coming.map(byPriority))
    for (const one of coming) {
      const waitSeconds = waitOf(waiting, one.priority, line.mps)
      const ahead = aheadOf(waiting, one.priority) - one.count
      if (waitSeconds > one.patienceSeconds) return { joining: one, ahead, waitSeconds }
    }
  }
  return undefined
}

/** What is left of `waiting` after so many were sent. */
function serve([urgent, normal, bulk]: ByPriority, sent: number): ByPriority {
  const kept = [Math.min(normal, sent * lowerShare), Math.min(bulk, sent * lowerShare)] as const
  const free = sent - kept[0] - kept[1]
  const toUrgent = Math.min(urgent, free)
  const toNormal = Math.min(normal - kept[0], free - toUrgent)
  const toBulk = Math.min(bulk - kept[1], free - toUrgent - toNormal)
  return [urgent - toUrgent, normal - kept[0] - toNormal, bulk - kept[1] - toBulk]
}

/** Until the last of a priority is sent: by its own share, or with all that is more urgent, whichever is sooner. */
function waitOf(waiting: ByPriority, priority: number, mps: number): number {
  const lower = waiting.slice(priority + 1).filter((count) => count > 0).length
  const inOrder = aheadOf(waiting, priority) / (mps * (1 - lowerShare * lower))
  return priority === 0 ? inOrder : Math.min(inOrder, (waiting[priority] ?? 0) / (mps * lowerShare))
}

function aheadOf(waiting: ByPriority, priority: number): number {
  return waiting.slice(0, priority + 1).reduce((total, count) => total + count, 0)
}

function byPriority({ priority, count }: Joining): ByPriority {
  return [priority === 0 ? count : 0, priority === 1 ? count : 0, priority === 2 ? count : 0]
}

/** Never below nothing: what was counted may have been taken back since. */
function sum(...parts: readonly ByPriority[]): ByPriority {
  const of = (priority: 0 | 1 | 2) =>
    Math.max(
      0,
      parts.reduce((total, part) => total + part[priority], 0),
    )
  return [of(0), of(1), of(2)]
}
