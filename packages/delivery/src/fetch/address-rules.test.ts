import { expect, test } from 'vitest'
import { findRefusedRange } from './address-rules.ts'

// First and last address of each range with their public neighbours, where both exist.
const edges: readonly [range: string, inside: readonly string[], outside: readonly string[]][] = [
  ['this network', ['0.0.0.0', '0.255.255.255'], ['1.0.0.0']],
  ['private 10/8', ['10.0.0.0', '10.255.255.255'], ['9.255.255.255', '11.0.0.0']],
  ['shared 100.64/10', ['100.64.0.0', '100.127.255.255'], ['100.63.255.255', '100.128.0.0']],
  ['loopback', ['127.0.0.0', '127.255.255.255'], ['126.255.255.255', '128.0.0.0']],
  ['link-local', ['169.254.0.0', '169.254.255.255'], ['169.253.255.255', '169.255.0.0']],
  ['private 172.16/12', ['172.16.0.0', '172.31.255.255'], ['172.15.255.255', '172.32.0.0']],
  ['protocol 192.0.0/24', ['192.0.0.0', '192.0.0.255'], ['191.255.255.255', '192.0.1.0']],
  ['documentation 1', ['192.0.2.0', '192.0.2.255'], ['192.0.1.255', '192.0.3.0']],
  ['6to4 relays', ['192.88.99.0', '192.88.99.255'], ['192.88.98.255', '192.88.100.0']],
  ['private 192.168/16', ['192.168.0.0', '192.168.255.255'], ['192.167.255.255', '192.169.0.0']],
  ['benchmarks', ['198.18.0.0', '198.19.255.255'], ['198.17.255.255', '198.20.0.0']],
  ['documentation 2', ['198.51.100.0', '198.51.100.255'], ['198.51.99.255', '198.51.101.0']],
  ['documentation 3', ['203.0.113.0', '203.0.113.255'], ['203.0.112.255', '203.0.114.0']],
  ['multicast to broadcast', ['224.0.0.0', '240.0.0.0', '255.255.255.255'], ['223.255.255.255']],
  ['Azure', ['168.63.129.16'], ['168.63.129.15', '168.63.129.17']],
  ['below global unicast', ['::', '::1', '::ffff:8.8.8.8', '64:ff9b::808:808', '1fff:ffff::'], ['2000::']],
  ['protocol 2001::/23', ['2001::', '2001:1ff:ffff::'], ['2000:ffff::', '2001:200::']],
  ['documentation 4', ['2001:db8::', '2001:db8:ffff::ffff'], ['2001:db7:ffff::', '2001:db9::']],
  ['6to4', ['2002::', '2002:ffff::'], ['2001:ffff::', '2003::']],
  ['documentation 5', ['3fff::', '3fff:fff:ffff::'], ['3ffe:ffff::', '3fff:1000::']],
  ['above global unicast', ['4000::', 'fc00::', 'fe80::', 'fec0::', 'ff02::1'], ['3fff:ffff::']],
]

test.each(edges)(
  '%s is refused from its first address to its last, and no further',
  (_range, inside, outside) => {
    for (const address of inside)
      expect([address, findRefusedRange(address, false)]).toEqual([address, expect.any(String)])
    for (const address of outside)
      expect([address, findRefusedRange(address, false)]).toEqual([address, undefined])
  },
)

test('allowing local addresses opens loopback, private and shared ones', () => {
  const local = [
    '127.0.0.1',
    '::1',
    '10.0.0.1',
    '172.17.0.1',
    '192.168.0.1',
    'fd12:3456::1',
    '100.64.0.1',
    '8.8.8.8',
  ]
  expect(local.map((address) => findRefusedRange(address, true))).toEqual(local.map(() => undefined))
})

test('allowing local addresses opens neither metadata nor anything that is no host', () => {
  const never = [
    '169.254.169.254',
    '169.254.1.1',
    '100.100.100.200',
    'fd00:ec2::254',
    'fd20:ce::254',
    '::ffff:127.0.0.1',
    '::ffff:169.254.169.254',
    '64:ff9b::7f00:1',
    '2002:7f00:1::1',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'fe80::1',
    '203.0.113.1',
  ]
  for (const address of never)
    expect([address, findRefusedRange(address, true)]).toEqual([address, expect.any(String)])
})

test.each(['', 'localhost', '127.1', '0x7f.0.0.1', 'fe80::1%eth0', '1.2.3.4 ', '[::1]'])(
  'what is not an address in plain notation is refused: %j',
  (text) => {
    expect(findRefusedRange(text, true)).toBe('something that is no IP address')
  },
)
