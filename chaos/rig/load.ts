import { setTimeout as delay } from 'node:timers/promises'
import type { Random } from '../random.ts'
import { type Answer, buildPoster, type Poster } from './poster.ts'

// The application of the rig: posts each message under a key of its own and, whatever goes wrong, posts it
// again under the same key until it has a 202. Every recipient is used once, which ties what the
// carrier's ledger shows to one message.

/** What may be done with a message whose outcome at the provider is not known. */
export type Policy = 'at_most_once' | 'confirmed' | 'at_least_once'

/** One message as its application knows it. */
export type Posted = {
  readonly key: string
  readonly to: string
  readonly policy: Policy
  /** Ids of all 202 answers; more than one different id is a broken promise. */
  readonly ids: string[]
  tries: number
}

/** What the application saw. */
export type LoadReport = {
  readonly posted: readonly Posted[]
  /** Answers by kind: `202`, `202 replayed`, `503 with Retry-After`, `503`, other statuses, `cut` connections by code. */
  readonly answers: Readonly<Record<string, number>>
  /** Latencies of the 202 answers in milliseconds, sorted. */
  readonly latenciesMs: readonly number[]
}

/** How much, how fast, from which number on. */
export type LoadPlan = {
  readonly count: number
  readonly ratePerSecond: number
  readonly firstIndex?: number
  readonly policies?: readonly Policy[]
  /** Connections are used again, as applications do it: for loads that nothing disturbs. Default: one for each request. */
  readonly keepsConnections?: boolean
}

/** A load under way. `report()` shows it as it stands. */
export type Load = {
  readonly done: Promise<LoadReport>
  readonly report: () => LoadReport
  /** Nothing new is posted; what is under way is finished. */
  readonly stop: () => void
}

type Running = {
  readonly posted: Posted[]
  readonly answers: Record<string, number>
  readonly latenciesMs: number[]
  isStopped: boolean
  readonly signal: AbortSignal
}

const maxInFlight = 300
const giveUpMs = 60_000
const mixed: readonly Policy[] = ['confirmed', 'at_most_once', 'confirmed', 'at_most_once', 'at_least_once']

/** The recipient of message `index`. No number of the simulator's table begins so. */
export function recipientOf(index: number): string {
  return `+1555${String(2_000_000 + index)}`
}

/** Starts posting. */
export function startLoad(
  target: {
    readonly url: string
    readonly key: string
    /** Media of every message. */
    readonly mediaUrls: readonly string[]
    readonly signal: AbortSignal
    readonly random: Random
  },
  plan: LoadPlan,
): Load {
  const { signal } = target
  const running: Running = { posted: [], answers: {}, latenciesMs: [], isStopped: false, signal }
  const report = (): LoadReport => ({
    posted: running.posted,
    answers: running.answers,
    latenciesMs: [...running.latenciesMs].sort((a, b) => a - b),
  })
  const poster = buildPoster({ ...target, keepsConnections: plan.keepsConnections === true })
  const done = postAll(running, poster, { ...plan, random: target.random })
    .finally(() => poster.close())
    .then(report)
  // A scenario that breaks off never waits for it; whoever does gets the error all the same.
  done.catch(() => undefined)
  return {
    report,
    done,
    stop: () => {
      running.isStopped = true
    },
  }
}

/** Several loads, one after the other, as one. */
export function mergeLoads(parts: readonly LoadReport[]): LoadReport {
  const answers: Record<string, number> = {}
  for (const [kind, count] of parts.flatMap((part) => Object.entries(part.answers))) {
    answers[kind] = (answers[kind] ?? 0) + count
  }
  return {
    posted: parts.flatMap(({ posted }) => posted),
    answers,
    latenciesMs: parts.flatMap(({ latenciesMs }) => latenciesMs).sort((a, b) => a - b),
  }
}

async function postAll(running: Running, poster: Poster, plan: LoadPlan & { random: Random }): Promise<void> {
  const { count, ratePerSecond, random, firstIndex = 0, policies = mixed } = plan
  const inFlight = new Set<Promise<void>>()
  const startedAt = performance.now()
  for (let n = 0; n < count && !running.isStopped && !running.signal.aborted; n += 1) {
    const dueInMs = startedAt + (n * 1_000) / ratePerSecond - performance.now()
    if (dueInMs > 1) await delay(dueInMs)
    if (inFlight.size >= maxInFlight) await Promise.race(inFlight)
    const index = firstIndex + n
    const posted: Posted = {
      key: `chaos-${index}`,
      to: recipientOf(index),
      policy: random.pick(policies),
      ids: [],
      tries: 0,
    }
    running.posted.push(posted)
    const work = postUntilAccepted(running, poster, posted, random).finally(() => inFlight.delete(work))
    inFlight.add(work)
  }
  await Promise.all(inFlight)
}

async function postUntilAccepted(
  running: Running,
  poster: Poster,
  posted: Posted,
  random: Random,
): Promise<void> {
  const giveUpAt = performance.now() + giveUpMs
  do {
    posted.tries += 1
    const startedAt = performance.now()
    const answer = await poster.post(posted)
    const kind = kindOf(answer)
    running.answers[kind] = (running.answers[kind] ?? 0) + 1
    if (answer.kind === 'answered' && answer.status === 202) {
      posted.ids.push(answer.id)
      running.latenciesMs.push(performance.now() - startedAt)
      return
    }
    if (answer.kind === 'answered' && answer.status === 400) throw new Error(`refused: ${answer.text}`)
    await delay(random.between(100, 400))
  } while (performance.now() < giveUpAt && !running.signal.aborted)
}

function kindOf(answer: Answer): string {
  if (answer.kind === 'cut') return `cut ${codeOf(answer.error)}`
  if (answer.status === 202) return answer.isReplay ? '202 replayed' : '202'
  if (answer.status === 503 && answer.hasRetryAfter) return '503 with Retry-After'
  return String(answer.status)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
