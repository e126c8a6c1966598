import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import { eventually } from '@heliograph/testkit/eventually'
import { askUsageOf } from '../measure/usage.ts'
import type { Side } from './feed.ts'

/** What one round of one side showed. */
export type Round = { readonly perSecond: number; readonly cpuMsPerMessage: number }

/** One side's processes and messages. */
export type RoundInput = {
  readonly main: 'worker-main.ts' | 'naive-main.ts'
  readonly side: Side
  readonly env: Readonly<Record<string, string>>
  readonly workers: number
  readonly messages: number
}

const warmUp = 0.1

/** Starts the processes, lets them warm up on a tenth of the messages, and times the rest. */
export async function measureRound(input: RoundInput): Promise<Round> {
  await using stack = new AsyncDisposableStack()
  const children = Array.from({ length: input.workers }, () =>
    stack.use(spawnMain({ main: fileURLToPath(new URL(input.main, import.meta.url)), env: input.env })),
  )
  await Promise.all(children.map((child) => child.waitForLine(/"event":"worker.started"/)))
  const usages = children.map(askUsageOf)
  await drain(input.side, Math.ceil(input.messages * warmUp))
  const before = await sumOf(usages)
  const seconds = await drain(input.side, input.messages)
  const after = await sumOf(usages)
  return {
    perSecond: input.messages / seconds,
    cpuMsPerMessage: (after - before) / 1_000 / input.messages,
  }
}

/** Feeds and waits; answers the seconds from the last row stored to the last message taken. */
async function drain(side: Side, messages: number): Promise<number> {
  const target = (await side.countDone()) + messages
  await side.feed(messages)
  const startedAt = performance.now()
  await eventually(
    async () => {
      const done = await side.countDone()
      if (done < target) throw new Error(`${target - done} of ${messages} messages were not sent in time`)
    },
    { timeoutMs: 30_000 + messages * 50, everyMs: 100 },
  )
  return (performance.now() - startedAt) / 1_000
}

async function sumOf(usages: readonly (() => Promise<number>)[]): Promise<number> {
  const used = await Promise.all(usages.map((ask) => ask()))
  return used.reduce((sum, usage) => sum + usage, 0)
}
