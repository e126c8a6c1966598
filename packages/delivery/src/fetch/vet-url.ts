import { isIP } from 'node:net'
import { findRefusedRange } from './address-rules.ts'

/** What may be fetched. User names and schemes other than http are refused whatever these say. */
export type FetchRules = {
  /** Refuse http. */
  readonly requireHttps: boolean
  /** Connect to loopback and private addresses too: only sensible with a simulator on the same machine. */
  readonly allowPrivateHosts: boolean
  /** The ports that may be connected to; 443 and 80 if left out. */
  readonly ports?: readonly number[] | 'any'
}

/** Verdict on a URL: parsed and fit to be resolved, or the broken rule with a remedy, to follow "the URL". */
export type UrlVerdict =
  | { readonly kind: 'vetted'; readonly url: URL }
  | { readonly kind: 'refused'; readonly rule: UrlRule; readonly message: string }

/** Stable words for the rules of a URL. */
export type UrlRule = 'absolute_http_url' | 'no_credentials' | 'https' | 'web_port' | 'public_host'

const webPorts = [443, 80]

/** Names that never leave a network: RFC 6761, 6762, 8375 and 9476, ICANN's withheld names, common habits. */
const internalName =
  /\.(localhost|local|localdomain|internal|intranet|private|corp|home|lan|arpa|onion|alt|test|invalid)$/

/**
 * Checks a URL without any I/O. The WHATWG parser has brought every spelling of an IPv4 address (decimal,
 * octal, hex, short, full-width) to four numbers by then, which is why nothing is judged on the text itself.
 */
export function vetUrl(text: string, rules: FetchRules): UrlVerdict {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return refuse('absolute_http_url', 'is not an absolute http or https URL')
  }
  if (url.username !== '' || url.password !== '') {
    return refuse('no_credentials', 'holds a user name or password; use a signed URL instead')
  }
  if (url.protocol === 'http:' && rules.requireHttps) {
    return refuse('https', 'is http; use https')
  }
  if (!isOpenPort(url, rules.ports ?? webPorts)) {
    return refuse('web_port', 'names a port that is not open to it; leave the port out')
  }
  const hostFault = findHostFault(hostOf(url), rules.allowPrivateHosts)
  return hostFault === undefined ? { kind: 'vetted', url } : refuse('public_host', hostFault)
}

/** The host of a URL in plain notation: a name, or an address without brackets. */
export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '')
}

/** The port of a URL, also where it is left out. */
export function portOf(url: URL): number {
  if (url.port !== '') return Number(url.port)
  return url.protocol === 'https:' ? 443 : 80
}

function isOpenPort(url: URL, ports: readonly number[] | 'any'): boolean {
  const port = portOf(url)
  return port !== 0 && (ports === 'any' || ports.includes(port))
}

function findHostFault(host: string, allowPrivateHosts: boolean): string | undefined {
  if (isIP(host) !== 0) {
    const range = findRefusedRange(host, allowPrivateHosts)
    return range === undefined
      ? undefined
      : `points to ${range}; use a host that is reachable from the internet`
  }
  // A trailing dot means the same to a resolver, but neither to TLS nor to lists of names.
  if (host.split('.').includes('')) {
    return 'has a host name with an empty part or a dot at its end; write the plain name'
  }
  if (allowPrivateHosts || (host.includes('.') && !internalName.test(host))) return undefined
  return 'points to a name of a private network; use a host that is reachable from the internet'
}

function refuse(rule: UrlRule, message: string): UrlVerdict {
  return { kind: 'refused', rule, message }
}
