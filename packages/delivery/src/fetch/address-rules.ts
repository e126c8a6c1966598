// Which addresses are public. The only table of its kind: the check of a URL as it was written and the
// check of what its name resolves to both read it. Ranges come from IANA's registries of special-purpose
// IPv4 and IPv6 addresses (RFC 6890 and its updates); addresses of metadata services from the clouds' manuals.
import { BlockList, isIP } from 'node:net'

type Range = {
  readonly name: string
  /** Open to an installation that allows private hosts. */
  readonly isLocal: boolean
  readonly networks: readonly string[]
}

/** In this order; the first range that holds an address decides. */
const table: readonly Range[] = [
  {
    // AWS, its containers (ECS, EKS), Alibaba, Azure, Oracle, then AWS and Google over IPv6.
    name: 'a metadata address of a cloud',
    isLocal: false,
    networks: [
      '169.254.169.254/32',
      '169.254.170.2/32',
      '169.254.170.23/32',
      '100.100.100.200/32',
      '168.63.129.16/32',
      '192.0.0.192/32',
      'fd00:ec2::/32',
      'fd20:ce::/32',
    ],
  },
  { name: 'an IPv4 address written as IPv6', isLocal: false, networks: ['::ffff:0:0/96'] },
  { name: 'a loopback address', isLocal: true, networks: ['127.0.0.0/8', '::1/128'] },
  {
    name: 'a private address',
    isLocal: true,
    networks: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
  },
  { name: 'a shared address (carrier-grade NAT)', isLocal: true, networks: ['100.64.0.0/10'] },
  { name: 'a link-local address', isLocal: false, networks: ['169.254.0.0/16', 'fe80::/10'] },
  {
    name: 'an IPv4 address translated to IPv6 (NAT64)',
    isLocal: false,
    networks: ['64:ff9b::/96', '64:ff9b:1::/48'],
  },
  {
    name: 'an address of a tunnel (6to4, Teredo)',
    isLocal: false,
    networks: ['192.88.99.0/24', '2001::/32', '2002::/16'],
  },
  {
    name: 'an address for documentation or benchmarks',
    isLocal: false,
    networks: [
      '192.0.2.0/24',
      '198.18.0.0/15',
      '198.51.100.0/24',
      '203.0.113.0/24',
      '2001:db8::/32',
      '3fff::/20',
    ],
  },
  { name: 'a multicast address', isLocal: false, networks: ['224.0.0.0/4', 'ff00::/8'] },
  {
    // Of IPv6 only 2000::/3 is given out to hosts; the rest holds site-local, discard and future ranges.
    name: 'a reserved address',
    isLocal: false,
    networks: ['0.0.0.0/8', '192.0.0.0/24', '240.0.0.0/4', '2001::/23', '::/3', '4000::/2', '8000::/1'],
  },
]

const families = { 4: 'ipv4', 6: 'ipv6' } as const

// A list per family: one list would match ::ffff:0:0/96 with every IPv4 address.
const ranges = table.map((range) => ({
  ...range,
  4: readNetworks(range.networks, 4),
  6: readNetworks(range.networks, 6),
}))

/**
 * Names the range that makes this address (in plain notation, as a resolver gives it) unfit to connect to, or
 * answers undefined for a public one. `allowLocal` opens loopback, private and shared addresses and no others.
 */
export function findRefusedRange(address: string, allowLocal: boolean): string | undefined {
  const family = isIP(address)
  // BlockList cannot read a zone, and an address with one is link-local anyway.
  if ((family !== 4 && family !== 6) || address.includes('%')) return 'something that is no IP address'
  const range = ranges.find((one) => one[family].check(address, families[family]))
  return range === undefined || (range.isLocal && allowLocal) ? undefined : range.name
}

function readNetworks(networks: readonly string[], family: 4 | 6): BlockList {
  const list = new BlockList()
  for (const network of networks) {
    const [address = '', prefix] = network.split('/')
    if (isIP(address) === family) list.addSubnet(address, Number(prefix), families[family])
  }
  return list
}
