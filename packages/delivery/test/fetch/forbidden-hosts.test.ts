import { describe, expect, test } from 'vitest'
import { checkMediaUrl } from '../../src/messages/check-media-url.ts'
import { fetchStrictly, publicAddress, resolveTo } from './fetch-fixture.ts'
import { forbiddenAddresses, forbiddenHosts } from './forbidden-spellings.ts'
import { openHostileServer, reply } from './hostile-server.ts'
import { watchConnects } from './watch-connects.ts'

describe('no connection is made to', () => {
  test('any of the forbidden hosts, however they are spelled, also if a name led to loopback', async () => {
    await using server = await openHostileServer((socket) => reply(socket, 200))
    using watch = watchConnects()
    expect(new Set(forbiddenHosts).size).toBeGreaterThan(80)
    for (const host of forbiddenHosts) {
      const url = `http://${host}:${server.port}/a.png`
      const result = await fetchStrictly(url, { resolve: resolveTo('127.0.0.1') })
      expect([host, result]).toMatchObject([host, { kind: 'refused', code: 'url_refused' }])
    }
    expect(watch.connects).toEqual([])
    expect(server.connections).toBe(0)
  })

  test.each(forbiddenAddresses)('%j, whatever name leads there', async (address) => {
    using watch = watchConnects()
    const result = await fetchStrictly('http://media.example.com/a.png', { resolve: resolveTo(address) })
    expect(result).toMatchObject({ kind: 'refused', code: 'address_refused' })
    expect(watch.connects).toEqual([])
  })

  test('any address of an answer that has one forbidden among public ones', async () => {
    using watch = watchConnects()
    for (const mixed of [
      [publicAddress, '10.0.0.1'],
      ['127.0.0.1', publicAddress],
      [publicAddress, '2606:2800:220:1::1', '::1'],
    ]) {
      const result = await fetchStrictly('http://media.example.com/', { resolve: resolveTo(...mixed) })
      expect(result).toMatchObject({ kind: 'refused', code: 'address_refused' })
    }
    expect(watch.connects).toEqual([])
  })
})

describe('private hosts, where they are allowed,', () => {
  const loopback = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.1',
    '①②⑦.⓪.⓪.①',
    'localhost',
    'simulator',
    'media.example.com',
  ]

  test.each(loopback)('are connected to and counted: %s', async (host) => {
    await using server = await openHostileServer((socket) => reply(socket, 200, {}, 'here'))
    using watch = watchConnects()
    const result = await fetchStrictly(`http://${host}:${server.port}/`, {
      rules: { allowPrivateHosts: true },
      resolve: resolveTo('127.0.0.1'),
    })
    expect(result).toMatchObject({ kind: 'ok', status: 200, body: Buffer.from('here') })
    expect(watch.connects).toMatchObject([{ host: '127.0.0.1', port: server.port }])
    expect(server.connections).toBe(1)
  })

  const stillRefused = [
    'http://169.254.169.254/',
    'http://[fd00:ec2::254]/',
    'http://100.100.100.200/',
    'http://[::ffff:127.0.0.1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://0.0.0.0/',
    'http://224.0.0.1/',
    'http://user:secret@127.0.0.1/',
    'file:///etc/passwd',
    'gopher://127.0.0.1/',
  ]

  test.each(stillRefused)('open nothing else: %s', async (url) => {
    using watch = watchConnects()
    expect(await fetchStrictly(url, { rules: { allowPrivateHosts: true } })).toMatchObject({
      kind: 'refused',
      code: 'url_refused',
    })
    expect(watch.connects).toEqual([])
  })

  test('open no other port and no http', async () => {
    const rules = { allowPrivateHosts: true, requireHttps: true, ports: [443] }
    for (const url of ['https://127.0.0.1:6379/', 'http://127.0.0.1:443/']) {
      expect(await fetchStrictly(url, { rules })).toMatchObject({ code: 'url_refused' })
    }
  })
})

describe('a message is refused when it is posted', () => {
  const rules = { requireHttps: false, allowPrivateHosts: false }

  test('for each of the spellings that the fetcher refuses', () => {
    for (const host of forbiddenHosts) {
      expect([host, checkMediaUrl(`http://${host}/a.png`, rules)]).toMatchObject([
        host,
        { rule: 'public_host' },
      ])
    }
  })

  test('but not for a public host on a port of its own, which carriers reach', () => {
    expect(checkMediaUrl('https://media.example.com:8443/a.png', rules)).toBeUndefined()
  })
})
