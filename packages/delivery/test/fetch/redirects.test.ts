import { getCACertificates, setDefaultCACertificates } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { fetchStrictly, publicAddress, resolveInTurn } from './fetch-fixture.ts'
import { openHostileServer, reply } from './hostile-server.ts'
import { certificate } from './media-certificate.ts'
import { watchConnects } from './watch-connects.ts'

const known = getCACertificates('default')
afterEach(() => setDefaultCACertificates(known))

const statuses = [301, 302, 303, 307, 308]

test.each(statuses)(
  'a redirect with %i is followed to a vetted URL, without what came with the first',
  async (status) => {
    await using server = await openHostileServer((socket, { path }) => {
      if (path !== '/start') return reply(socket, 200, {}, 'moved')
      reply(socket, status, { Location: 'http://cdn.example.com/b', 'Set-Cookie': 'session=1' })
    })
    using watch = watchConnects({ [publicAddress]: server.port })
    const resolve = resolveInTurn([publicAddress])
    const result = await fetchStrictly('http://media.example.com/start', { resolve })
    expect(result).toMatchObject({ kind: 'ok', url: 'http://cdn.example.com/b', body: Buffer.from('moved') })
    expect(resolve.asked).toEqual(['media.example.com', 'cdn.example.com'])
    expect(watch.connects).toHaveLength(2)
    for (const { head } of server.requests) {
      expect(head).not.toMatch(/cookie|authorization|referer|session/i)
    }
  },
)

test('a relative redirect stays on the host', async () => {
  await using server = await openHostileServer((socket, { path }) =>
    path === '/a/b' ? reply(socket, 302, { Location: '../c?d=e' }) : reply(socket, 200),
  )
  using _watch = watchConnects({ [publicAddress]: server.port })
  const result = await fetchStrictly('http://media.example.com/a/b')
  expect(result).toMatchObject({ kind: 'ok', url: 'http://media.example.com/c?d=e' })
})

const forbidden: readonly string[] = [
  'http://127.0.0.1/',
  'http://2130706433/',
  '//127.0.0.1/',
  '\\\\127.0.0.1\\',
  'http://[::1]/',
  'http://169.254.169.254/latest/meta-data/',
  'http://metadata.google.internal/',
  'http://localhost/',
  'file:///etc/passwd',
  'gopher://127.0.0.1:6379/_FLUSHALL',
  'ftp://media.example.com/',
  'data:image/png;base64,AAAA',
  'javascript:alert(1)',
  'http://media.example.com:22/',
  'http://user:secret@media.example.com/',
  'http://media.example.com:0/',
  'http://',
]

test.each(forbidden)('a redirect to %s is refused and not followed', async (location) => {
  await using server = await openHostileServer((socket) => reply(socket, 302, { Location: location }))
  using watch = watchConnects({ [publicAddress]: server.port })
  const result = await fetchStrictly('http://media.example.com/', { rules: { ports: [80, 443] } })
  expect(result).toMatchObject({ kind: 'refused', code: 'redirect_refused' })
  expect(watch.connects).toHaveLength(1)
})

test('a redirect without a place, or with two, is refused', async () => {
  for (const headers of ['', 'Location: http://a.example.com/\r\nLocation: http://b.example.com/\r\n']) {
    await using server = await openHostileServer((socket) =>
      socket.end(`HTTP/1.1 302 Found\r\nContent-Length: 0\r\n${headers}\r\n`),
    )
    using watch = watchConnects({ [publicAddress]: server.port })
    const result = await fetchStrictly('http://media.example.com/')
    expect(result).toMatchObject({ kind: 'refused', code: 'redirect_refused' })
    expect(watch.connects).toHaveLength(1)
  }
})

test('a redirect from https to http is refused, also where http is allowed', async () => {
  setDefaultCACertificates([...known, certificate])
  const answer = { Location: 'http://media.example.com/' }
  await using server = await openHostileServer((socket) => reply(socket, 302, answer), { scheme: 'https' })
  using watch = watchConnects({ [publicAddress]: server.port })
  const result = await fetchStrictly('https://media.example.com/')
  expect(result).toMatchObject({ kind: 'refused', code: 'redirect_refused' })
  expect(watch.connects).toHaveLength(1)
})

test('a fourth redirect, and so every loop, is refused', async () => {
  await using server = await openHostileServer((socket) => reply(socket, 302, { Location: '/loop' }))
  using watch = watchConnects({ [publicAddress]: server.port })
  const result = await fetchStrictly('http://media.example.com/')
  expect(result).toMatchObject({ kind: 'refused', code: 'redirect_refused' })
  expect(watch.connects).toHaveLength(4)
})

test('three redirects are followed', async () => {
  await using server = await openHostileServer((socket, { path }) =>
    path === '/xxx' ? reply(socket, 200, {}, 'end') : reply(socket, 302, { Location: `${path}x` }),
  )
  using _watch = watchConnects({ [publicAddress]: server.port })
  expect(await fetchStrictly('http://media.example.com/')).toMatchObject({
    kind: 'ok',
    body: Buffer.from('end'),
  })
})

test('the body of a redirect is not read', async () => {
  await using server = await openHostileServer((socket, { path }) => {
    if (path === '/next') return reply(socket, 200)
    socket.write('HTTP/1.1 302 Found\r\nLocation: /next\r\nContent-Length: 100000000\r\n\r\n')
  })
  using watch = watchConnects({ [publicAddress]: server.port })
  expect(await fetchStrictly('http://media.example.com/')).toMatchObject({ kind: 'ok' })
  expect(watch.connects.every(({ socket }) => socket.destroyed)).toBe(true)
})
