import { RateLimiterMemory } from 'rate-limiter-flexible'

/** Counts failures per subject in windows that begin with the first one. */
export type FailureLimiter = {
  /** Milliseconds until the subject may try again; 0 when it may. */
  blockedMs(subject: string): Promise<number>
  /** Counts a failure. Answers as `blockedMs` for the failures from the next on: the last one allowed answers 0. */
  note(subject: string): Promise<number>
  /** Drops all counts and their timers. */
  close(): Promise<void>
}

/** How many failures a subject has, and how many subjects are told apart. */
export type FailureLimits = {
  readonly maxFailures: number
  readonly windowSeconds: number
  readonly maxSubjects: number
}

/** A person mistypes a few times and a broken deployment some dozen times; neither tries 100 keys in 5 minutes. */
export const defaultFailureLimits: FailureLimits = {
  maxFailures: 100,
  windowSeconds: 300,
  maxSubjects: 10_000,
}

const crowd = '(everybody else)'

/** Opens a limiter in the memory of this process. Subjects beyond the bound share one count. */
export function openFailureLimiter(limits: FailureLimits = defaultFailureLimits): FailureLimiter {
  const counts = new RateLimiterMemory({ points: limits.maxFailures, duration: limits.windowSeconds })
  const subjects = new Set<string>()
  const room = async (subject: string): Promise<string> => {
    if (subjects.has(subject)) return subject
    // The set keeps the order in which windows began, so what is over is at its front.
    for (const oldest of subjects) {
      if ((await counts.get(oldest)) !== null) break
      subjects.delete(oldest)
    }
    if (subjects.size >= limits.maxSubjects) return crowd
    subjects.add(subject)
    return subject
  }
  return {
    blockedMs: async (subject) => {
      const known = subjects.has(subject) || subjects.size < limits.maxSubjects ? subject : crowd
      const count = await counts.get(known)
      return count === null || count.consumedPoints < limits.maxFailures ? 0 : count.msBeforeNext
    },
    note: async (subject) => {
      const name = await room(subject)
      const count = await counts.penalty(name, 1)
      // A window that ended and began again belongs to the end of the line.
      if (count.consumedPoints === 1 && subjects.delete(name)) subjects.add(name)
      return count.consumedPoints > limits.maxFailures ? count.msBeforeNext : 0
    },
    close: async () => {
      for (const subject of [...subjects, crowd]) await counts.delete(subject)
      subjects.clear()
    },
  }
}
