import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { choosePorts } from './ports.mjs'

let dir = ''
let servers: Server[] = []

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'heliograph-ports-'))
})
afterEach(async () => {
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))))
  servers = []
  rmSync(dir, { recursive: true })
})

function occupy(port: number): Promise<number> {
  const server = createServer()
  servers.push(server)
  return new Promise((resolve, reject) => {
    server.on('error', reject)
    server.listen(port, '127.0.0.1', () => {
      const address = server.address()
      resolve(typeof address === 'object' && address ? address.port : 0)
    })
  })
}

test('a second start gets the ports of the first', async () => {
  const wanted = { api: { from: 34_000 }, simulator: { from: 34_000 } }
  const first = await choosePorts(dir, wanted)
  expect(first.api).not.toBe(first.simulator)
  const again = await choosePorts(dir, { api: { from: 35_000 }, simulator: { from: 35_000 } })
  expect(again).toEqual(first)
})

test('a taken port is passed over, also when it was remembered', async () => {
  const taken = await occupy(0)
  const { api = 0 } = await choosePorts(dir, { api: { from: taken } })
  expect(api).toBeGreaterThan(taken)
  await occupy(api)
  const { api: next = 0 } = await choosePorts(dir, { api: { from: taken } })
  expect(next).not.toBe(api)
  expect(next).toBeGreaterThan(taken)
})

test('a port that was asked for is used or refused, never replaced', async () => {
  const taken = await occupy(0)
  await expect(choosePorts(dir, { api: { from: 3000, fixed: taken } })).rejects.toThrow(
    `Port ${taken} is taken`,
  )
})
