import { eventually } from '@heliograph/testkit/eventually'
import { describe, expect, test } from 'vitest'
import { buildResolver } from '../../src/fetch/resolve-host.ts'
import { openDnsServer } from './dns-server.ts'
import { fetchStrictly } from './fetch-fixture.ts'
import { watchConnects } from './watch-connects.ts'

const never = new AbortController().signal

describe('a name is looked up by DNS', () => {
  test('for both families, with every address of the answer', async () => {
    await using dns = await openDnsServer({ 'media.example.com': ['93.184.216.34', '10.0.0.1'] })
    const addresses = await buildResolver([dns.server])('media.example.com', never)
    expect(addresses.toSorted()).toEqual(['10.0.0.1', '93.184.216.34'])
    expect(dns.questions.toSorted()).toEqual(['media.example.com 1', 'media.example.com 28'])
  })

  test('and a fetch refuses the answer for its private address', async () => {
    await using dns = await openDnsServer({ 'media.example.com': ['93.184.216.34', '10.0.0.1'] })
    using watch = watchConnects()
    const result = await fetchStrictly('http://media.example.com/', { resolve: buildResolver([dns.server]) })
    expect(result).toMatchObject({ kind: 'refused', code: 'address_refused' })
    expect(watch.connects).toEqual([])
  })

  test('and has no addresses if it does not exist', async () => {
    await using dns = await openDnsServer({})
    expect(await buildResolver([dns.server])('nobody.example.com', never)).toEqual([])
  })

  test('and a fault of the server is a fault, not a name without addresses', async () => {
    await using dns = await openDnsServer({ 'media.example.com': 'server failure' })
    await expect(buildResolver([dns.server])('media.example.com', never)).rejects.toThrow()
    const result = await fetchStrictly('http://media.example.com/', { resolve: buildResolver([dns.server]) })
    expect(result).toMatchObject({ kind: 'failed', code: 'dns_failed' })
  })

  test('and the look-up is given up with the signal', async () => {
    await using dns = await openDnsServer({ 'media.example.com': 'silence' })
    const controller = new AbortController()
    const looking = buildResolver([dns.server])('media.example.com', controller.signal)
    const ended = expect(looking).rejects.toMatchObject({ code: 'ECANCELLED' })
    await eventually(() => expect(dns.questions.length).toBeGreaterThan(0))
    controller.abort()
    await ended
  })
})

test('localhost is this machine and is never asked for', async () => {
  await using dns = await openDnsServer({ localhost: ['93.184.216.34'] })
  expect(await buildResolver([dns.server])('localhost', never)).toEqual(['127.0.0.1', '::1'])
  expect(dns.questions).toEqual([])
})
