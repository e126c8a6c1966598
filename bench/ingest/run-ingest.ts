import { randomUUIDv7 } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import { createTestDatabase } from '@heliograph/testkit/database'
import pg from 'pg'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { medianOf, round } from '../measure/statistics.ts'
import { buildCallback, measureBareLoop, seedHanded } from './callbacks.ts'
import { type Load, type LoadRequest, measureLoad } from './http-load.ts'
import { openProduct, type Product } from './product.ts'
import { insertUnnested, makeNaiveTable, makeRawTable, numberOf } from './tables.ts'

/** Sizes of a run. */
export type IngestCounts = Readonly<
  Record<'connections' | 'time' | 'warmup' | 'rounds' | 'items' | 'callbacks', number>
>

const sideNames = ['echo', 'insert', 'naive', 'product', 'keyed'] as const
type SideName = (typeof sideNames)[number]
type Medians = Record<SideName, Omit<Load, 'requests'>>
type Pair = { readonly product: number; readonly bare: number; readonly ratio: number }

/** Side by side: requests a second of each side, batches and callbacks beside their bare twins; printed as they come. */
export type IngestFigures = {
  readonly singles: Medians
  readonly ratios: { readonly toNaive: number; readonly toInsert: number; readonly p99ToNaive: number }
  readonly batches: Pair
  readonly callbacks: Pair
}

/** Connections of the batch load and of its bare twin: what a few importers would open. */
const batchConnections = 4
/** As many connections as the API has for callbacks. */
const callbackConnections = 5

/** Runs everything once, each side in alternating rounds. */
export async function runIngest(services: BenchServices, counts: IngestCounts): Promise<IngestFigures> {
  await using stack = new AsyncDisposableStack()
  const client = await connect(stack, services.databaseUrl)
  await makeRawTable(client)
  const naiveDatabase = stack.use(await createTestDatabase())
  const naiveClient = await connect(stack, naiveDatabase.url)
  await makeNaiveTable(naiveClient)
  const product = stack.use(await openProduct(services))
  const env = { REDIS_URL: services.redisUrl, QUEUE_PREFIX: services.redisPrefix }
  const urls: Record<SideName, string> = {
    echo: await openControl(stack, 'echo-main.ts', {}),
    insert: await openControl(stack, 'insert-main.ts', { DATABASE_URL: services.databaseUrl }),
    naive: await openControl(stack, 'naive-main.ts', { ...env, DATABASE_URL: naiveDatabase.url }),
    product: product.url,
    keyed: product.url,
  }
  const singles = await measureSingles(urls, product, counts)
  const ratios = {
    toNaive: round(singles.product.perSecond / singles.naive.perSecond),
    toInsert: round(singles.product.perSecond / singles.insert.perSecond),
    p99ToNaive: round(singles.product.p99 / singles.naive.p99),
  }
  console.log(
    `product is ${ratios.toNaive} x naive, ${ratios.toInsert} x one raw insert; its p99 is ${ratios.p99ToNaive} x that of naive`,
  )
  const batches = await measureBatches({ client, databaseUrl: services.databaseUrl, product }, counts)
  const callbacks = await measureCallbacks({ client, databaseUrl: services.databaseUrl, product }, counts)
  return { singles, ratios, batches, callbacks }
}

async function connect(stack: AsyncDisposableStack, url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, statement_timeout: 120_000 })
  await client.connect()
  stack.defer(() => client.end())
  return client
}

async function openControl(
  stack: AsyncDisposableStack,
  main: string,
  env: Record<string, string>,
): Promise<string> {
  const child = stack.use(spawnMain({ main: fileURLToPath(new URL(main, import.meta.url)), env }))
  const [, url = ''] = await child.waitForLine(/listening (\S+)/)
  return url
}

async function measureSingles(
  urls: Record<SideName, string>,
  product: Product,
  { connections, time: timeMs, warmup, rounds }: IngestCounts,
): Promise<Medians> {
  const loads: Record<SideName, Load[]> = { echo: [], insert: [], naive: [], product: [], keyed: [] }
  for (const name of sideNames) {
    await measureLoad({
      url: urls[name],
      connections,
      timeMs: warmup,
      next: postOf(name, product),
    })
  }
  for (let count = 0; count < rounds; count += 1) {
    for (const name of sideNames) {
      const load = await measureLoad({ url: urls[name], connections, timeMs, next: postOf(name, product) })
      loads[name].push(load)
      console.log(`round ${count + 1} ${lineOf(name, load)}`)
    }
  }
  const medians = {
    echo: mediansOf(loads.echo),
    insert: mediansOf(loads.insert),
    naive: mediansOf(loads.naive),
    product: mediansOf(loads.product),
    keyed: mediansOf(loads.keyed),
  }
  for (const name of sideNames) console.log(`median ${lineOf(name, medians[name])}`)
  return medians
}

let posted = 0

function postOf(name: SideName, product: Product): () => LoadRequest {
  const base = headersOf(product)
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

function headersOf(product: Product): Record<string, string> {
  return { 'content-type': 'application/json', authorization: `Bearer ${product.key}` }
}

type Parts = { readonly client: pg.Client; readonly databaseUrl: string; readonly product: Product }

async function measureBatches(parts: Parts, { items, time: timeMs, rounds }: IngestCounts): Promise<Pair> {
  const sides = { product: [] as number[], bare: [] as number[] }
  const headers = headersOf(parts.product)
  const next = () => {
    const list = Array.from({ length: items }, (_, n) => ({ to: numberOf(n), body: `hello ${n}` }))
    return { path: '/v1/batches', headers, body: JSON.stringify({ mode: 'all', items: list }) }
  }
  for (let count = 0; count < rounds; count += 1) {
    const load = await measureLoad({ url: parts.product.url, connections: batchConnections, timeMs, next })
    sides.product.push(load.perSecond * items)
    sides.bare.push(await measureUnnest(parts, items, timeMs))
  }
  return showPair('batches', 'messages/s', 'a bare statement', sides)
}

async function measureUnnest(
  { databaseUrl, product }: Parts,
  items: number,
  timeMs: number,
): Promise<number> {
  await using stack = new AsyncDisposableStack()
  const clients: pg.Client[] = []
  for (let count = 0; count < batchConnections; count += 1) clients.push(await connect(stack, databaseUrl))
  const startedAt = performance.now()
  let stored = 0
  const drive = async (client: pg.Client) => {
    while (performance.now() < startedAt + timeMs) {
      await insertUnnested(client, product.owner, items)
      stored += items
    }
  }
  await Promise.all(clients.map(drive))
  return (stored * 1_000) / (performance.now() - startedAt)
}

async function measureCallbacks(parts: Parts, counts: IngestCounts): Promise<Pair> {
  const sides = { product: [] as number[], bare: [] as number[] }
  const { product, client } = parts
  for (let count = 0; count < counts.rounds; count += 1) {
    const handed = await seedHanded(client, product.owner, counts.callbacks)
    const callbacks = handed.map((one) => buildCallback(product.signing, one)).values()
    const next = () => callbacks.next().value
    const load = await measureLoad({
      url: product.url,
      connections: counts.connections,
      timeMs: 600_000,
      next,
    })
    if (load.failed > 0) throw new Error(`${load.failed} callbacks were refused`)
    sides.product.push(load.perSecond)
    const bare = await seedHanded(client, product.owner, counts.callbacks)
    const terms = { connections: callbackConnections, atOnce: counts.connections }
    sides.bare.push(await measureBareLoop(parts.databaseUrl, bare, terms))
  }
  return showPair('callbacks', 'callbacks/s', 'a bare loop', sides)
}

function showPair(
  what: string,
  unit: string,
  twin: string,
  sides: { readonly product: readonly number[]; readonly bare: readonly number[] },
): Pair {
  const [product, bare] = [medianOf(sides.product), medianOf(sides.bare)]
  const ratio = round(product / bare)
  console.log(`${what}: ${Math.round(product)} ${unit}, ${twin} ${Math.round(bare)}: ${ratio} x`)
  return { product, bare, ratio }
}

function mediansOf(loads: readonly Load[]): Omit<Load, 'requests'> {
  return {
    perSecond: medianOf(loads.map(({ perSecond }) => perSecond)),
    p50: medianOf(loads.map(({ p50 }) => p50)),
    p99: medianOf(loads.map(({ p99 }) => p99)),
    failed: loads.reduce((sum, { failed }) => sum + failed, 0),
  }
}

function lineOf(name: string, { perSecond, p50, p99, failed }: Omit<Load, 'requests'>): string {
  const failures = failed === 0 ? '' : `, ${failed} FAILED`
  return `${name}: ${Math.round(perSecond)} requests/s, p50 ${round(p50)} ms, p99 ${round(p99)} ms${failures}`
}
