import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** A way to a database that a test can cut and restore. */
export type TcpProxy = {
  /** The database's URL through the proxy. */
  readonly url: string
  /** Refuses connections and resets those that are open: a server that died. */
  stop(): Promise<void>
  /** Keeps connections and passes nothing on: a network that swallows packets. */
  freeze(): Promise<void>
  /** Works again. */
  resume(): Promise<void>
  close(): Promise<void>
}

/** Opens a proxy to the server of a URL on a free port. */
export async function openTcpProxy(databaseUrl: string): Promise<TcpProxy> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isFrozen = false
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('close', () => sockets.delete(socket))
      // A cut connection is what the test is about.
      socket.on('error', () => socket.destroy())
    }
    client.on('data', (chunk) => !isFrozen && upstream.write(chunk))
    upstream.on('data', (chunk) => !isFrozen && client.write(chunk))
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  const listen = async (port: number) => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await listen(0)
  const { port } = server.address() as AddressInfo
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  const stop = async () => {
    if (!server.listening) return
    server.close()
    cut()
    await once(server, 'close')
  }
  const url = new URL(databaseUrl)
  url.host = `127.0.0.1:${port}`
  return {
    url: url.toString(),
    stop,
    freeze: () => {
      isFrozen = true
      return Promise.resolve()
    },
    resume: async () => {
      // What was swallowed is lost: a stream with a hole in it cannot go on.
      if (isFrozen) cut()
      isFrozen = false
      if (!server.listening) await listen(port)
    },
    close: stop,
  }
}
