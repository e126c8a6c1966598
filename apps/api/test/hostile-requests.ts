import type { InjectOptions } from 'fastify'
import type { Random } from '../../../chaos/random.ts'

/** An operation of the API as its own OpenAPI document tells it. */
export type Operation = {
  readonly method: string
  readonly path: string
  readonly query: readonly string[]
  readonly headers: readonly string[]
  /** Bodies that are accepted as they stand. */
  readonly examples: readonly unknown[]
}

/** How often something is wrong: a request with one mistake gets further than one with ten. */
type Wild = { readonly wild: number }
type Draws = { readonly random: Random; readonly ids: readonly string[]; readonly keys: readonly string[] }
type Method = NonNullable<InjectOptions['method']>

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'] as const
const types = [
  'application/json',
  'application/json; charset=utf-8',
  'application/x-ndjson',
  'application/x-www-form-urlencoded',
  'text/plain',
  'multipart/form-data; boundary=x',
  'application/json;',
  'application/jsonx',
  '*/*',
  '',
] as const

const strings = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  '9'.repeat(400),
  'NaN',
  'null',
  'true',
  '\u0000',
  'a\u0000b',
  '\ud800',
  'x\udfff',
  '\u202e\u2066',
  '👩‍👩‍👧‍👧'.repeat(50),
  '\r\nSet-Cookie: a=b',
  "' OR 1=1 --",
  'created_at;DROP TABLE mms_log',
  '=HYPERLINK("http://x")',
  '__proto__',
  'constructor',
  '../../etc/passwd',
  '%2e%2e%2f',
  'http://169.254.169.254/',
  '2026-02-30T25:61:61Z',
  '+15558675310',
  `+${'1'.repeat(5_000)}`,
  'a'.repeat(9_000),
] as const

const oddValues = [
  null,
  true,
  0,
  -0,
  1e308,
  -1,
  0.1,
  Number.MAX_SAFE_INTEGER,
  [],
  {},
  [[[[[[[[[[[[]]]]]]]]]]]],
  { a: { b: { c: {} } } },
  Array.from({ length: 2_000 }, () => 0),
] as const

/** A request that is wrong in some way, or right by accident. Headers hold what HTTP allows in them. */
export function drawRequest(draws: Draws, operations: readonly Operation[]): InjectOptions {
  const { random } = draws
  const operation = random.pick(operations)
  const wild = random.pick([0.1, 0.4, 1])
  const method = random.next() < 0.15 * wild ? random.pick(methods) : operation.method
  const examples = operation.examples.length === 0 ? [{}] : operation.examples
  const hasBody = method !== 'GET' && method !== 'HEAD' && random.next() < 0.95
  const given = { ...draws, wild }
  return {
    method: method as Method,
    url: drawPath(given, operation) + drawQuery(given, operation),
    headers: drawHeaders(given, operation),
    ...(hasBody ? { payload: drawBody(given, random.pick(examples)) } : {}),
  }
}

function drawPath({ random, ids, wild }: Draws & Wild, { path }: Operation): string {
  const filled = path.replaceAll(/\{[^}]+\}/g, () => {
    const raw = ['%zz', '%00', '%ED%A0%80', '..', '*', '%2F', 'x'.repeat(1_500)]
    if (random.next() > wild) return random.pick(ids)
    return random.next() < 0.4 ? random.pick(raw) : encode(random.pick(strings))
  })
  const chance = random.next()
  if (chance < 0.03 * wild) return `${filled}/`
  return chance < 0.06 * wild ? filled.toUpperCase() : filled
}

function drawQuery({ random, ids, wild }: Draws & Wild, { query }: Operation): string {
  if (random.next() > wild) return ''
  const names = [...query, ...query, 'x', 'limit', 'cursor', '__proto__', 'api_key', 'a[b]', '']
  const pairs = Array.from({ length: random.between(0, 4) }, () => {
    const value = random.next() < 0.2 ? random.pick(ids) : encode(random.pick(strings))
    return `${encode(random.pick(names))}${random.next() < 0.9 ? '=' : ''}${random.next() < 0.05 ? '%zz' : value}`
  })
  return `?${pairs.join(random.next() < 0.9 ? '&' : ';')}`
}

function drawHeaders(
  { random, keys, wild }: Draws & Wild,
  { headers: known }: Operation,
): Record<string, string> {
  const headers: Record<string, string> = {
    authorization:
      random.next() < 0.1 * wild ? asHeader(random.pick(strings)) : `Bearer ${random.pick(keys)}`,
    'content-type': random.next() < 0.25 * wild ? random.pick(types) : types[0],
    // No worker runs: whoever waits for news waits in vain.
    prefer: 'wait=0',
  }
  for (const name of known) {
    // A wait that is well formed would only take its time.
    const isShort = name === 'prefer' || random.next() < 0.5
    if (random.next() < 0.3)
      headers[name] = isShort ? `k${random.between(1, 50)}` : asHeader(random.pick(strings))
  }
  for (const name of [
    'content-encoding',
    'accept',
    'x-forwarded-for',
    'x-twilio-signature',
    'heliograph-tenant',
  ]) {
    if (random.next() < 0.1 * wild)
      headers[name] = random.pick(['gzip', 'br', asHeader(random.pick(strings))])
  }
  return headers
}

function drawBody({ random, wild }: Draws & Wild, example: unknown): string | Buffer {
  const chance = random.next()
  const drawn = random.next() < wild ? mutate(random, example, 3) : example
  // Of many recipients, because one who opted out gets nothing any more.
  const text = JSON.stringify(drawn).replaceAll('+1555867', () => `+1${random.between(555_200, 555_999)}`)
  if (chance > 0.35 * wild) return text
  return random.pick([
    () => random.pick(strings),
    () => Buffer.from(Array.from({ length: random.between(0, 200) }, () => random.between(0, 255))),
    () => '['.repeat(random.between(1, 50_000)),
    () => `{"x":"${'x'.repeat(2_000_000)}"}`,
    () => text.slice(0, random.between(0, text.length)),
    () => text.replace('"', '"\\u0000'),
    () => text.replace('"', '"\\ud800'),
    () => `${text}\n${text}\n`,
    () => text.replace('{', '{"__proto__":{"polluted":1},'),
  ])()
}

function mutate(random: Random, value: unknown, depth: number): unknown {
  const chance = random.next()
  if (chance < 0.06) return random.pick(strings)
  if (chance < 0.1) return random.pick(oddValues)
  if (depth === 0 || typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) {
    const items = value.map((item) => mutate(random, item, depth - 1))
    return random.next() < 0.1 ? Array.from({ length: 1_500 }, () => items[0] ?? 0) : items
  }
  const entries = Object.entries(value).filter(() => random.next() < 0.95)
  if (random.next() < 0.1) entries.push([random.pick(strings), random.pick(oddValues)])
  return Object.fromEntries(entries.map(([name, inner]) => [name, mutate(random, inner, depth - 1)]))
}

/** Percent-encodes what can be; a lone surrogate goes as the bytes that encode it. */
function encode(text: string): string {
  return text.isWellFormed() ? encodeURIComponent(text) : '%ED%A0%80'
}

function asHeader(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 2_000)
}
