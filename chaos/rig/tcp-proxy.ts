import { connect, createServer, type Server, type Socket } from 'node:net'

// A TCP proxy with faults on demand. It stands in front of Redis, Postgres, the simulator and the API
// processes, so that every fault of a network can be had without touching the programs themselves.

/** Where connections lead. Several ports are used in turn; one that refuses is passed over. */
export type ProxyTarget = () => readonly number[]

/**
 * `pass` everything; `refuse` connections; `blackhole`: accept and swallow; `latency`: each chunk later by
 * `delayMs`; `slow`: at most `bytesPerSecond` each way; `reset_after`: cut a connection by RST once the
 * client has sent `bytes`, the last of them passed on; `cut_replies`: pass what the client sends, cut
 * by RST when the answer comes, `times` times, then pass.
 */
export type ProxyMode =
  | { readonly kind: 'pass' | 'refuse' | 'blackhole' }
  | { readonly kind: 'latency'; readonly delayMs: number }
  | { readonly kind: 'slow'; readonly bytesPerSecond: number }
  | { readonly kind: 'reset_after'; readonly bytes: number }
  | { readonly kind: 'cut_replies'; readonly times: number }

/** A running proxy on 127.0.0.1. */
export type TcpProxy = {
  readonly port: number
  /** Sets the mode; it holds for open connections too. `refuse` stops listening and cuts those that are open. */
  readonly set: (mode: ProxyMode) => Promise<void>
  /** Cuts every open connection by RST; new ones follow the mode. */
  readonly cutAll: () => void
  /** Connections cut by `reset_after` and `cut_replies` so far. */
  readonly cuts: () => number
  readonly close: () => Promise<void>
}

type State = { mode: ProxyMode; cuts: number; turn: number; readonly pairs: Set<Pair> }
type Pair = { readonly client: Socket; upstream?: Socket; sentBytes: number }

const connectTimeoutMs = 2_000

/** Opens a proxy on a free port, or on `port`. */
export async function openTcpProxy(target: ProxyTarget, port = 0): Promise<TcpProxy> {
  const state: State = { mode: { kind: 'pass' }, cuts: 0, turn: 0, pairs: new Set() }
  const open = () => createServer({ noDelay: true }, (client) => accept(state, target, client))
  let server = open()
  const listening = await listen(server, port)
  const cutAll = () => {
    for (const pair of state.pairs) cut(pair)
  }
  return {
    port: listening,
    set: async (mode) => {
      state.mode = mode
      if (mode.kind === 'refuse') {
        server.close()
        cutAll()
      } else if (!server.listening) {
        server = open()
        await listen(server, listening)
      }
    },
    cutAll,
    cuts: () => state.cuts,
    close: async () => {
      const closed = Promise.withResolvers<void>()
      server.close(() => closed.resolve())
      cutAll()
      await closed.promise
    },
  }
}

async function listen(server: Server, port: number): Promise<number> {
  const ready = Promise.withResolvers<void>()
  server.once('error', ready.reject)
  server.listen(port, '127.0.0.1', 1_024, ready.resolve)
  await ready.promise
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return address.port
}

function accept(state: State, target: ProxyTarget, client: Socket): void {
  const pair: Pair = { client, sentBytes: 0 }
  client.on('error', () => cut(pair))
  state.pairs.add(pair)
  client.once('close', () => {
    pair.upstream?.destroy()
    state.pairs.delete(pair)
  })
  client.pause()
  const ports = target()
  state.turn += 1
  reach(state, pair, ports.length === 0 ? [] : ports.map((_, n) => ports[(n + state.turn) % ports.length]))
}

/** Connects to the first port that answers; without any the client is cut, as by a balancer. */
function reach(state: State, pair: Pair, ports: readonly (number | undefined)[]): void {
  const [port, ...others] = ports
  if (port === undefined || pair.client.destroyed) {
    cut(pair)
    return
  }
  const upstream = connect({ host: '127.0.0.1', port, noDelay: true, timeout: connectTimeoutMs })
  pair.upstream = upstream
  const failed = () => {
    upstream.destroy()
    reach(state, pair, others)
  }
  upstream.once('error', failed)
  upstream.once('timeout', failed)
  upstream.once('connect', () => {
    upstream.setTimeout(0)
    upstream.off('error', failed)
    upstream.on('error', () => cut(pair))
    join(state, pair, upstream)
  })
}

function join(state: State, pair: Pair, upstream: Socket): void {
  const { client } = pair
  const forward = buildForward(state)
  client.on('data', (chunk: Buffer) => {
    pair.sentBytes += chunk.length
    const { mode } = state
    if (mode.kind === 'reset_after' && pair.sentBytes >= mode.bytes) {
      cutAfterPassing(state, pair, upstream, chunk)
      return
    }
    forward(chunk, client, upstream)
  })
  upstream.on('data', (chunk: Buffer) => {
    const { mode } = state
    if (mode.kind === 'cut_replies') {
      state.mode = mode.times > 1 ? { kind: 'cut_replies', times: mode.times - 1 } : { kind: 'pass' }
      state.cuts += 1
      cut(pair)
      return
    }
    forward(chunk, upstream, client)
  })
  client.once('end', () => after(state, () => upstream.end()))
  upstream.once('end', () => after(state, () => client.end()))
  upstream.once('close', () => client.destroy())
  client.resume()
}

/** The bytes reach the other side, the answer never comes back. */
function cutAfterPassing(state: State, pair: Pair, upstream: Socket, chunk: Buffer): void {
  const { mode } = state
  const over = mode.kind === 'reset_after' ? pair.sentBytes - mode.bytes : 0
  state.cuts += 1
  upstream.write(chunk.subarray(0, chunk.length - over), () => cut(pair))
}

type Forward = (chunk: Buffer, from: Socket, to: Socket) => void

/** Passes a chunk on as the mode of the moment says, with back pressure. */
function buildForward(state: State): Forward {
  const write: Forward = (chunk, from, to) => {
    if (to.destroyed || to.writableEnded) return
    if (!to.write(chunk)) {
      from.pause()
      to.once('drain', () => from.resume())
    }
  }
  return (chunk, from, to) => {
    const { mode } = state
    if (mode.kind === 'blackhole') return
    if (mode.kind === 'latency') {
      after(state, () => write(chunk, from, to))
      return
    }
    if (mode.kind === 'slow') {
      from.pause()
      setTimeout(() => from.resume(), (chunk.length / mode.bytesPerSecond) * 1_000)
    }
    write(chunk, from, to)
  }
}

/** Now, or later by the latency in force. Equal delays keep their order: timers of one length fire as they were made. */
function after({ mode }: State, act: () => void): void {
  if (mode.kind === 'latency') setTimeout(act, mode.delayMs)
  else act()
}

function cut({ client, upstream }: Pair): void {
  upstream?.resetAndDestroy()
  client.resetAndDestroy()
}
