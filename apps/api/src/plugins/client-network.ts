import { isIPv4, isIPv6 } from 'node:net'

/**
 * What stands for one client when failures are counted: an IPv4 address, or the /64 of an IPv6 address, which one
 * customer has all to himself. An IPv4 address in IPv6 dress counts as what it is. Other text comes back as it is.
 */
export function readClientNetwork(address: string): string {
  if (!address.includes(':')) return address
  const dressed = /^::ffff:([0-9.]+)$/i.exec(address)?.[1]
  if (dressed !== undefined && isIPv4(dressed)) return dressed
  const bare = address.split('%', 1)[0] ?? ''
  if (!isIPv6(bare)) return address
  const [head = '', tail] = bare.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail === undefined || tail === '' ? [] : tail.split(':')
  // An address that ends in dotted form has one group less; that is beyond the first four either way.
  const dotted = bare.includes('.') ? 1 : 0
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - dotted - groups.length - rest.length)
  const all = [...groups, ...Array<string>(zeros).fill('0'), ...rest]
  return `${all
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':')}::/64`
}
