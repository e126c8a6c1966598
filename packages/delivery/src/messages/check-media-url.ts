import { BlockList, isIP } from 'node:net'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'

/** Which media URLs this installation takes. */
export type MediaRules = {
  /** Refuse http. */
  readonly requireHttps: boolean
  /** Take loopback and private hosts: only sensible with a simulator on the same machine. */
  readonly allowPrivateHosts: boolean
}

type Refusal = Omit<FieldProblem, 'field'>

const privateRanges = new BlockList()
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const) {
  privateRanges.addSubnet(network, prefix, 'ipv4')
}
for (const [network, prefix] of [
  ['::', 96],
  ['::ffff:0:0', 96],
  ['64:ff9b::', 96],
  ['2001::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const) {
  privateRanges.addSubnet(network, prefix, 'ipv6')
}

/**
 * Checks one media URL without any I/O: absolute http(s), no credentials, no host that only we could
 * reach. Answers the broken rule, or undefined.
 */
export function checkMediaUrl(text: string, rules: MediaRules): Refusal | undefined {
  const url = URL.parse(text)
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    return { rule: 'absolute_http_url', message: 'is not an absolute http or https URL' }
  }
  if (url.username !== '' || url.password !== '') {
    return { rule: 'no_credentials', message: 'holds a user name or password; use a signed URL instead' }
  }
  if (url.protocol === 'http:' && rules.requireHttps) {
    return { rule: 'https', message: 'is http; this installation takes https only (REQUIRE_HTTPS_MEDIA)' }
  }
  if (!rules.allowPrivateHosts && isPrivateHost(url.hostname)) {
    return { rule: 'public_host', message: 'points to a private or loopback host that no carrier can reach' }
  }
  return undefined
}

/** True for http URLs, which carriers fetch but anybody on the way can read. */
export function isPlainHttp(text: string): boolean {
  return URL.parse(text)?.protocol === 'http:'
}

function isPrivateHost(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '')
  const family = isIP(host)
  if (family === 4) return privateRanges.check(host, 'ipv4')
  if (family === 6) return privateRanges.check(host, 'ipv6')
  return !host.includes('.') || /\.(localhost|local|internal|lan|home\.arpa|test|invalid)$/.test(host)
}
