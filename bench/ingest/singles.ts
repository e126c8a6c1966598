import { randomUUIDv7 } from 'node:crypto'
import { medianOf, round } from '../measure/statistics.ts'
import { type Load, type LoadRequest, measureLoad } from './http-load.ts'
import { numberOf } from './tables.ts'

/** Servers that get the same request; `keyed` is the product with an Idempotency-Key on each. */
export const sideNames = ['echo', 'insert', 'rows', 'naive', 'product', 'keyed'] as const
export type SideName = (typeof sideNames)[number]

/** Where a side is and what CPU its process has used, in microseconds. */
export type Target = { readonly url: string; readonly usage: () => Promise<number> }

/** What a side showed. `cpuUs`: microseconds of CPU of the server's process for a request, all threads. */
export type Single = Omit<Load, 'requests'> & { readonly cpuUs: number }

/** How long and how often a side is measured. */
export type SingleCounts = Readonly<Record<'connections' | 'time' | 'warmup' | 'rounds', number>>

/** Measures each side in alternating rounds, printed as they come; answers the medians. */
export async function measureSingles(
  targets: Readonly<Record<SideName, Target>>,
  key: string,
  { connections, time, warmup, rounds }: SingleCounts,
): Promise<Record<SideName, Single>> {
  const measure = async (name: SideName, timeMs: number): Promise<Single> => {
    const { url, usage } = targets[name]
    const before = await usage()
    const load = await measureLoad({ url, connections, timeMs, next: postOf(name, key) })
    return { ...load, cpuUs: ((await usage()) - before) / load.requests }
  }
  for (const name of sideNames) await measure(name, warmup)
  const singles: Record<SideName, Single[]> = {
    echo: [],
    insert: [],
    rows: [],
    naive: [],
    product: [],
    keyed: [],
  }
  for (let count = 0; count < rounds; count += 1) {
    for (const name of sideNames) {
      const single = await measure(name, time)
      singles[name].push(single)
      console.log(`round ${count + 1} ${lineOf(name, single)}`)
    }
  }
  const medians = {
    echo: mediansOf(singles.echo),
    insert: mediansOf(singles.insert),
    rows: mediansOf(singles.rows),
    naive: mediansOf(singles.naive),
    product: mediansOf(singles.product),
    keyed: mediansOf(singles.keyed),
  }
  for (const name of sideNames) console.log(`median ${lineOf(name, medians[name])}`)
  return medians
}

/** Headers of an application. */
export function headersOf(key: string): Record<string, string> {
  return { 'content-type': 'application/json', authorization: `Bearer ${key}` }
}

let posted = 0

function postOf(name: SideName, key: string): () => LoadRequest {
  const base = headersOf(key)
  return () => {
    posted += 1
    const headers = name === 'keyed' ? { ...base, 'idempotency-key': randomUUIDv7() } : base
    return {
      path: '/v1/messages',
      headers,
      body: JSON.stringify({ to: numberOf(posted), body: `hello ${posted}` }),
    }
  }
}

function mediansOf(singles: readonly Single[]): Single {
  const median = (read: (single: Single) => number) => medianOf(singles.map(read))
  return {
    perSecond: median(({ perSecond }) => perSecond),
    p50: median(({ p50 }) => p50),
    p99: median(({ p99 }) => p99),
    cpuUs: median(({ cpuUs }) => cpuUs),
    failed: singles.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function lineOf(name: string, { perSecond, p50, p99, cpuUs, failed }: Single): string {
  const failures = failed === 0 ? '' : `, ${failed} FAILED`
  const times = `p50 ${round(p50)} ms, p99 ${round(p99)} ms, ${Math.round(cpuUs)} µs CPU each`
  return `${name}: ${Math.round(perSecond)} requests/s, ${times}${failures}`
}
