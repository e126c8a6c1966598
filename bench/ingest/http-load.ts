import { Client } from 'undici'
import { round } from '../measure/statistics.ts'

/** One request of a load. */
export type LoadRequest = {
  readonly path: string
  readonly headers: Record<string, string>
  readonly body: string
}

/** What is sent, where, and when it ends: after so many milliseconds or when `next` has no more. */
export type LoadInput = {
  readonly url: string
  readonly connections: number
  readonly timeMs: number
  readonly next: () => LoadRequest | undefined
}

/** What a load showed. Times in milliseconds; `failed` counts answers other than 2xx, which count as no request. */
export type Load = {
  readonly requests: number
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly failed: number
}

/** Keeps every connection busy with one POST after the other. Throws when all answers were refusals. */
export async function measureLoad(input: LoadInput): Promise<Load> {
  const clients = Array.from({ length: input.connections }, () => new Client(input.url))
  const times: number[] = []
  const refused: string[] = []
  const startedAt = performance.now()
  const endsAt = startedAt + input.timeMs
  const drive = async (client: Client) => {
    for (let request = input.next(); request !== undefined; request = input.next()) {
      const sentAt = performance.now()
      if (sentAt >= endsAt) return
      const answer = await client.request({ method: 'POST', ...request })
      const text = await answer.body.text()
      if (answer.statusCode >= 300) refused.push(`${answer.statusCode} ${text}`)
      else times.push(performance.now() - sentAt)
    }
  }
  try {
    await Promise.all(clients.map(drive))
  } finally {
    await Promise.all(clients.map((client) => client.close()))
  }
  if (times.length === 0) throw new Error(`every request was refused: ${refused[0] ?? 'there was none'}`)
  return { ...figures(times, performance.now() - startedAt), failed: refused.length }
}

function figures(times: readonly number[], elapsedMs: number): Omit<Load, 'failed'> {
  const sorted = times.toSorted((left, right) => left - right)
  const at = (part: number) =>
    round(sorted[Math.min(sorted.length - 1, Math.floor(part * sorted.length))] ?? 0)
  return {
    requests: times.length,
    perSecond: (times.length * 1_000) / elapsedMs,
    p50: at(0.5),
    p99: at(0.99),
  }
}
