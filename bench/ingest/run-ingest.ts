import { fileURLToPath } from 'node:url'
import { spawnMain } from '@heliograph/testkit/child-process'
import { createTestDatabase } from '@heliograph/testkit/database'
import pg from 'pg'
import type { BenchServices } from '../measure/open-bench-services.ts'
import { medianOf, round } from '../measure/statistics.ts'
import { askUsageOf } from '../measure/usage.ts'
import { buildCallback, measureBareLoop, seedHanded } from './callbacks.ts'
import { measureLoad } from './http-load.ts'
import { openProduct, type Product } from './product.ts'
import { headersOf, measureSingles, type SideName, type Single, type Target } from './singles.ts'
import { insertUnnested, makeNaiveTable, makeRawTable, numberOf } from './tables.ts'

/** Sizes of a run. */
export type IngestCounts = Readonly<
  Record<'connections' | 'time' | 'warmup' | 'rounds' | 'items' | 'callbacks', number>
>

type Pair = { readonly product: number; readonly bare: number; readonly ratio: number }

/** Side by side: requests a second of each side, batches and callbacks beside their bare twins; printed as they come. */
export type IngestFigures = {
  readonly singles: Readonly<Record<SideName, Single>>
  readonly ratios: Readonly<Record<'toNaive' | 'toInsert' | 'toRows' | 'p99ToNaive' | 'cpuToInsert', number>>
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
  const targets = {
    echo: await openControl(stack, 'echo-main.ts', {}),
    insert: await openControl(stack, 'insert-main.ts', { DATABASE_URL: services.databaseUrl }),
    rows: await openControl(stack, 'rows-main.ts', {
      DATABASE_URL: services.databaseUrl,
      TENANT_ID: product.owner.tenantId,
      SENDER_ID: product.owner.senderId,
      ACCOUNT_ID: product.owner.accountId,
    }),
    naive: await openControl(stack, 'naive-main.ts', { ...env, DATABASE_URL: naiveDatabase.url }),
    product,
    keyed: product,
  }
  const singles = await measureSingles(targets, product.key, counts)
  const ratios = compare(singles)
  const batches = await measureBatches({ client, databaseUrl: services.databaseUrl, product }, counts)
  const callbacks = await measureCallbacks({ client, databaseUrl: services.databaseUrl, product }, counts)
  return { singles, ratios, batches, callbacks }
}

function compare(singles: Readonly<Record<SideName, Single>>): IngestFigures['ratios'] {
  const { product, naive, rows, insert } = singles
  const ratios = {
    toNaive: round(product.perSecond / naive.perSecond),
    toRows: round(product.perSecond / rows.perSecond),
    toInsert: round(product.perSecond / insert.perSecond),
    p99ToNaive: round(product.p99 / naive.p99),
    cpuToInsert: round(product.cpuUs / insert.cpuUs),
  }
  console.log(
    `product is ${ratios.toNaive} x naive, ${ratios.toRows} x raw inserts of the same rows, ` +
      `${ratios.toInsert} x one raw insert into a plain table; its p99 is ${ratios.p99ToNaive} x that of naive, ` +
      `its process takes ${ratios.cpuToInsert} x the CPU of one raw insert`,
  )
  return ratios
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
): Promise<Target> {
  const child = stack.use(spawnMain({ main: fileURLToPath(new URL(main, import.meta.url)), env }))
  const [, url = ''] = await child.waitForLine(/listening (\S+)/)
  return { url, usage: askUsageOf(child) }
}

type Parts = { readonly client: pg.Client; readonly databaseUrl: string; readonly product: Product }

async function measureBatches(parts: Parts, { items, time: timeMs, rounds }: IngestCounts): Promise<Pair> {
  const sides = { product: [] as number[], bare: [] as number[] }
  const headers = headersOf(parts.product.key)
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
