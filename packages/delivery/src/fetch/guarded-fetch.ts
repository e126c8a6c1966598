// The one door for URLs that a user supplies. Each hop goes through the same steps: vet the URL, resolve its
// name once, refuse it if any of its addresses is not public, connect to an address of that very answer, ask.
// Nothing is kept between hops or fetches: no connection, no cookie, no cached name.
import { isIP } from 'node:net'
import { armDeadline } from '../providers/arm-deadline.ts'
import { findRefusedRange } from './address-rules.ts'
import { dial } from './dial.ts'
import { type Answer, exchange } from './exchange.ts'
import { type FetchProblem, type FetchResult, problem } from './fetch-result.ts'
import { buildResolver, type HostResolver } from './resolve-host.ts'
import { type FetchRules, hostOf, portOf, vetUrl } from './vet-url.ts'

/** Bounds of one fetch over all its hops. */
export type FetchLimits = {
  /** Milliseconds for everything, names and redirects included. */
  readonly totalMs: number
  /** Bytes of the body; one more ends the fetch. */
  readonly maxBytes: number
}

/** How to fetch. */
export type FetchOptions = {
  readonly rules: FetchRules
  /** By default 5 seconds and 5 MiB, what the largest MMS may hold. */
  readonly limits?: Partial<FetchLimits>
  readonly signal: AbortSignal
  /** By default the DNS servers of this machine. */
  readonly resolve?: HostResolver
}

const defaultLimits: FetchLimits = { totalMs: 5_000, maxBytes: 5 * 1024 * 1024 }
const maxRedirects = 3
const resolveByDns = buildResolver()

/**
 * Fetches a URL of a user with GET. Connects to vetted addresses only, keeps at most `maxBytes` of the body, is
 * over after `totalMs`. Never throws: every end is a result, and one that is not `ok` left nothing behind.
 */
export async function fetchGuarded(text: string, options: FetchOptions): Promise<FetchResult> {
  const { rules, signal, resolve = resolveByDns } = options
  const { totalMs, maxBytes } = { ...defaultLimits, ...options.limits }
  using deadline = armDeadline(signal, totalMs)
  const endsAt = performance.now() + totalMs
  const result = await followHops(text, { rules, resolve, maxBytes, endsAt, signal: deadline.signal })
  if (result.kind !== 'failed' || !deadline.signal.aborted) return result
  return signal.aborted
    ? problem('aborted', 'the fetch was given up')
    : problem('timeout', `the host took longer than ${totalMs} ms`)
}

type Run = {
  readonly rules: FetchRules
  readonly resolve: HostResolver
  readonly maxBytes: number
  /** Monotonic time in milliseconds. */
  readonly endsAt: number
  readonly signal: AbortSignal
}

async function followHops(text: string, run: Run): Promise<FetchResult> {
  const verdict = vetUrl(text, run.rules)
  if (verdict.kind === 'refused') return problem('url_refused', `the URL ${verdict.message}`)
  let { url } = verdict
  for (let hop = 0; ; hop += 1) {
    const answer = await fetchHop(url, run)
    if (answer.kind === 'body') return { ...answer, kind: 'ok', url: url.href }
    if (answer.kind !== 'redirect') return answer
    if (hop === maxRedirects) {
      return problem('redirect_refused', `the URL redirects more than ${maxRedirects} times`)
    }
    const next = readRedirect(url, answer.location, run.rules)
    if (!(next instanceof URL)) return next
    url = next
  }
}

async function fetchHop(url: URL, run: Run): Promise<Answer> {
  const host = hostOf(url)
  const addresses = await findAddresses(host, run)
  if ('kind' in addresses) return addresses
  const peer = { host, port: portOf(url), isTls: url.protocol === 'https:', addresses }
  const dialled = await dial(peer, run.endsAt, run.signal)
  if (dialled.kind !== 'dialled') return dialled
  return await exchange(dialled.socket, url, run.maxBytes, run.signal)
}

/** All addresses of a host, every one of them vetted: one that is not public spoils the whole answer. */
async function findAddresses(host: string, run: Run): Promise<readonly string[] | FetchProblem> {
  let addresses: readonly string[]
  try {
    addresses = isIP(host) === 0 ? await unlessAborted(run.resolve(host, run.signal), run.signal) : [host]
  } catch {
    return problem('dns_failed', 'the name of the host could not be looked up')
  }
  if (addresses.length === 0) return problem('dns_failed', 'the name of the host has no address')
  for (const address of addresses) {
    const range = findRefusedRange(address, run.rules.allowPrivateHosts)
    if (range !== undefined) return problem('address_refused', `the name of the host leads to ${range}`)
  }
  return addresses
}

function readRedirect(from: URL, location: string | undefined, rules: FetchRules): URL | FetchProblem {
  const to = location === undefined ? null : URL.parse(location, from.href)
  if (to === null) return problem('redirect_refused', 'the URL redirects without saying where to')
  if (from.protocol === 'https:' && to.protocol === 'http:') {
    return problem('redirect_refused', 'the URL redirects from https to http')
  }
  const verdict = vetUrl(to.href, rules)
  if (verdict.kind === 'vetted') return verdict.url
  return problem('redirect_refused', `the URL redirects to one that ${verdict.message}`)
}

/** Does not wait for a resolver that ignores the signal. */
function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    work.then(resolve, reject)
    const giveUp = (): void => reject(new Error('given up'))
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
  })
}
