import { createSocket } from 'node:dgram'
import { once } from 'node:events'

/** Addresses of a name, how its look-up ends without any, or `silence` for no answer at all. */
export type Record4 = readonly string[] | 'no such name' | 'server failure' | 'silence'

export type DnsServer = AsyncDisposable & {
  /** As a resolver wants it. */
  readonly server: string
  readonly questions: readonly string[]
}

const codes = { 'no such name': 3, 'server failure': 2 } as const

/** A DNS server on loopback that knows IPv4 addresses (RFC 1035) and says of IPv6 that there are none. */
export async function openDnsServer(names: Readonly<Record<string, Record4>>): Promise<DnsServer> {
  const socket = createSocket('udp4')
  const questions: string[] = []
  socket.on('message', (query, from) => {
    const { name, type, end } = readQuestion(query)
    questions.push(`${name} ${type}`)
    const found = names[name] ?? 'no such name'
    if (found === 'silence') return
    const addresses = typeof found === 'string' || type !== 1 ? [] : found
    const head = Buffer.from(query.subarray(0, 12))
    head.writeUInt16BE(0x8180 | (typeof found === 'string' ? codes[found] : 0), 2)
    head.writeUInt16BE(addresses.length, 6)
    head.writeUInt16BE(0, 8)
    head.writeUInt16BE(0, 10)
    const answers = addresses.map((address) =>
      // Name by pointer to the question, type A, class IN, no time to live, four bytes.
      Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, ...address.split('.').map(Number)]),
    )
    socket.send(Buffer.concat([head, query.subarray(12, end), ...answers]), from.port, from.address)
  })
  socket.bind(0, '127.0.0.1')
  await once(socket, 'listening')
  return {
    server: `127.0.0.1:${socket.address().port}`,
    questions,
    async [Symbol.asyncDispose]() {
      const closed = once(socket, 'close')
      socket.close()
      await closed
    },
  }
}

function readQuestion(query: Buffer): { name: string; type: number; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += length + 1
  }
  return { name: labels.join('.').toLowerCase(), type: query.readUInt16BE(at + 1), end: at + 5 }
}
