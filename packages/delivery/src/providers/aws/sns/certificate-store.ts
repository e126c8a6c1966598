// Certificates by address. Whoever knows one of our topics can make us ask for one, so the number that is kept and the
// number that is asked for at a time are bounded, and the same address is asked for once at a time.
import { X509Certificate } from 'node:crypto'
import type { HttpResult } from '../../http/http-client.ts'

/** A certificate, or why there is none. `absent`: the address has none. `unavailable`: ask again later. */
export type FoundCertificate =
  | { readonly kind: 'found'; readonly certificate: X509Certificate }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unavailable'; readonly detail: string }

/** Finds certificates of addresses that were vetted before. */
export type CertificateStore = { find(url: string, nowMs: number): Promise<FoundCertificate> }

const keptMs = 24 * 3_600_000
const maxKept = 16
const maxAsked = 4

/** Opens an empty store. `fetchPem` makes one GET and never throws. */
export function openCertificateStore(fetchPem: (url: string) => Promise<HttpResult>): CertificateStore {
  const kept = new Map<string, { readonly certificate: X509Certificate; readonly untilMs: number }>()
  const asked = new Map<string, Promise<FoundCertificate>>()
  const ask = async (url: string, nowMs: number): Promise<FoundCertificate> => {
    try {
      const found = readAnswer(await fetchPem(url))
      if (found.kind === 'found') keep(url, { certificate: found.certificate, untilMs: nowMs + keptMs })
      return found
    } finally {
      asked.delete(url)
    }
  }
  const keep = (url: string, entry: { certificate: X509Certificate; untilMs: number }): void => {
    kept.delete(url)
    kept.set(url, entry)
    const [oldest] = kept.keys()
    if (kept.size > maxKept && oldest !== undefined) kept.delete(oldest)
  }
  return {
    find(url, nowMs) {
      const known = kept.get(url)
      if (known !== undefined && nowMs < known.untilMs) {
        return Promise.resolve({ kind: 'found', certificate: known.certificate })
      }
      const running = asked.get(url)
      if (running !== undefined) return running
      if (asked.size >= maxAsked) {
        return Promise.resolve({ kind: 'unavailable', detail: 'too many certificates are being fetched' })
      }
      const asking = ask(url, nowMs)
      asked.set(url, asking)
      return asking
    },
  }
}

function readAnswer(result: HttpResult): FoundCertificate {
  if (result.kind !== 'response') return { kind: 'unavailable', detail: result.reason }
  const { status, body } = result
  if (status === 403 || status === 404) return { kind: 'absent' }
  if (status !== 200) return { kind: 'unavailable', detail: `http_${status}` }
  const certificate = readCertificate(body)
  return certificate === undefined
    ? { kind: 'unavailable', detail: 'no certificate came' }
    : { kind: 'found', certificate }
}

function readCertificate(pem: string): X509Certificate | undefined {
  try {
    return new X509Certificate(pem)
  } catch {
    return undefined
  }
}
