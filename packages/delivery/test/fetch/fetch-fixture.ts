import type { FetchResult } from '../../src/fetch/fetch-result.ts'
import { fetchGuarded } from '../../src/fetch/guarded-fetch.ts'
import type { HostResolver } from '../../src/fetch/resolve-host.ts'
import type { FetchRules } from '../../src/fetch/vet-url.ts'

/** A public address; a detour of the watch leads it to a server of the test. */
export const publicAddress = '93.184.216.34'
export const otherPublicAddress = '8.8.4.4'

/** What production asks for, but with the ports of this machine's test servers open. */
export const strict: FetchRules = { requireHttps: false, allowPrivateHosts: false, ports: 'any' }

export type Settings = {
  readonly rules?: Partial<FetchRules>
  readonly resolve?: HostResolver
  readonly totalMs?: number
  readonly maxBytes?: number
  readonly signal?: AbortSignal
}

/** Fetches with strict rules, every name leading to the public address, within 10 s and 1 MiB. */
export function fetchStrictly(url: string, settings: Settings = {}): Promise<FetchResult> {
  return fetchGuarded(url, {
    rules: { ...strict, ...settings.rules },
    limits: { totalMs: settings.totalMs ?? 10_000, maxBytes: settings.maxBytes ?? 1024 * 1024 },
    signal: settings.signal ?? new AbortController().signal,
    resolve: settings.resolve ?? resolveTo(publicAddress),
  })
}

/** A resolver that gives one list per question, the last one for ever, and counts the questions. */
export function resolveInTurn(
  ...answers: readonly (readonly string[])[]
): HostResolver & { readonly asked: string[] } {
  const asked: string[] = []
  const resolve: HostResolver = (name) => {
    asked.push(name)
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] ?? [])
  }
  return Object.assign(resolve, { asked })
}

/** A resolver with the same addresses for every name. */
export function resolveTo(...addresses: readonly string[]): HostResolver {
  return () => Promise.resolve(addresses)
}
