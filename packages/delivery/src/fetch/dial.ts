// Opens one connection to an address that was vetted. The address goes to the socket as it is, so nothing
// between the check and the connect can look the name up again; the name is kept for SNI and the certificate.
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { armDeadline } from '../providers/arm-deadline.ts'
import { type FetchProblem, problem } from './fetch-result.ts'

/** Where to connect. */
export type Peer = {
  /** Name or address as the URL has it. */
  readonly host: string
  readonly port: number
  readonly isTls: boolean
  /** Vetted, at least one. */
  readonly addresses: readonly string[]
}

/** A connection ready for the first byte. Whoever gets it must destroy it. */
export type Dialled = { readonly kind: 'dialled'; readonly socket: Socket } | FetchProblem

const maxAttempts = 3

/**
 * Tries up to three addresses in turn, IPv4 first, each with an even share of the time that is left until
 * `endsAt` (monotonic, milliseconds). Goes on to the next only if there was no connection at all.
 */
export async function dial(peer: Peer, endsAt: number, signal: AbortSignal): Promise<Dialled> {
  const addresses = peer.addresses.toSorted((a, b) => isIP(a) - isIP(b)).slice(0, maxAttempts)
  let last: FetchProblem = problem('connect_failed', 'no connection could be made to the host')
  for (const [index, address] of addresses.entries()) {
    if (signal.aborted) return last
    const shareMs = (endsAt - performance.now()) / (addresses.length - index)
    using share = armDeadline(signal, shareMs)
    const dialled = await dialAddress(peer, address, share.signal)
    if (dialled.kind === 'dialled' || dialled.code !== 'connect_failed') return dialled
    last = dialled
  }
  return last
}

function dialAddress(peer: Peer, address: string, signal: AbortSignal): Promise<Dialled> {
  return new Promise((resolve) => {
    const target = { host: address, port: peer.port, noDelay: true }
    const name = isIP(peer.host) === 0 ? { servername: peer.host } : {}
    // Said again because NODE_TLS_REJECT_UNAUTHORIZED must not open this door.
    const tls = { ...name, ALPNProtocols: ['http/1.1'], rejectUnauthorized: true }
    const socket = peer.isTls ? connectTls({ ...target, ...tls }) : connect(target)
    let isConnected = false
    const giveUp = (): void => {
      socket.destroy()
      end(isConnected ? problem('tls_failed', 'the TLS handshake took too long') : unreachable('in time'))
    }
    const end = (dialled: Dialled): void => {
      signal.removeEventListener('abort', giveUp)
      resolve(dialled)
    }
    socket.once('connect', () => {
      isConnected = true
    })
    socket.once(peer.isTls ? 'secureConnect' : 'connect', () => end({ kind: 'dialled', socket }))
    // Stays for the life of the socket: an error that nobody hears ends the process.
    socket.on('error', (error) => end(isConnected ? tlsProblem(socket, error) : unreachable()))
    socket.once('close', () =>
      end(isConnected ? problem('tls_failed', 'the TLS handshake was broken off') : unreachable()),
    )
    signal.addEventListener('abort', giveUp, { once: true })
    if (signal.aborted) giveUp()
  })
}

function unreachable(when = ''): FetchProblem {
  return problem('connect_failed', `no connection could be made to the host ${when}`.trim())
}

function tlsProblem(socket: Socket, error: Error): FetchProblem {
  // Set by Node before it ends the socket because of the certificate, and only then.
  const isRefused = 'authorizationError' in socket && socket.authorizationError
  return isRefused
    ? problem('certificate_refused', `the certificate of the host is not valid: ${error.message}`)
    : problem('tls_failed', 'the TLS handshake failed')
}
