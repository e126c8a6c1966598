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
  count: number
  /** How long the least patient of them may wait once it is due. */
  patienceSeconds: number
}

/** Messages that would not be sent in time, with how many go before them and how long the last one would wait. */
export type Late = { readonly joining: Joining; readonly ahead: number; readonly waitSeconds: number }

/** The hour of what is due already. */
export const dueNow = 0

const nobody: ByPriority = [0, 0, 0]
const lowerShare = 0.25

/** Those of `joining` that would wait longer than they may; undefined when all of them are sent in time. */
export function findLate(line: SenderLine, joining: readonly Joining[], nowMs: number): Late | undefined {
  let atHour = nowMs / 3_600_000
  let waiting = nobody
  for (const hour of listHours(line, joining)) {
    if (hour > atHour) {
      waiting = serve(waiting, line.mps * 3_600 * (hour - atHour))
      atHour = hour
    }
    waiting = join(waiting, line.hours.get(hour) ?? nobody, joining, hour)
    for (const one of joining) {
      if (one.hour !== hour) continue
      const waitSeconds = waitOf(waiting, one.priority, line.mps)
      const ahead = aheadOf(waiting, one.priority) - one.count
      if (waitSeconds > one.patienceSeconds) return { joining: one, ahead, waitSeconds }
    }
  }
  return undefined
}

const onlyNow: readonly number[] = [dueNow]

/** The hours that matter, in order: those of `joining` and what waits before the last of them. */
function listHours(line: SenderLine, joining: readonly Joining[]): readonly number[] {
  if (joining.every(({ hour }) => hour === dueNow)) return onlyNow
  const hours = new Set(joining.map(({ hour }) => hour))
  const lastHour = Math.max(...hours)
  for (const hour of line.hours.keys()) {
    if (hour <= lastHour) hours.add(hour)
  }
  return [...hours].toSorted((left, right) => left - right)
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
  let lower = 0
  for (let rank = priority + 1; rank < waiting.length; rank += 1) if ((waiting[rank] ?? 0) > 0) lower += 1
  const inOrder = aheadOf(waiting, priority) / (mps * (1 - lowerShare * lower))
  return priority === 0 ? inOrder : Math.min(inOrder, (waiting[priority] ?? 0) / (mps * lowerShare))
}

function aheadOf([urgent, normal, bulk]: ByPriority, priority: number): number {
  return urgent + (priority >= 1 ? normal : 0) + (priority >= 2 ? bulk : 0)
}

/** What waits with those of `hour`, counted and joining. Never below nothing: what was counted may have been taken back since. */
function join(
  waiting: ByPriority,
  counted: ByPriority,
  joining: readonly Joining[],
  hour: number,
): ByPriority {
  const sum = (rank: 0 | 1 | 2) =>
    Math.max(0, waiting[rank] + counted[rank] + countJoining(joining, hour, rank))
  return [sum(0), sum(1), sum(2)]
}

function countJoining(joining: readonly Joining[], hour: number, priority: number): number {
  let total = 0
  for (const one of joining) if (one.hour === hour && one.priority === priority) total += one.count
  return total
}
