import { Socket } from 'node:net'

/** Where a connection of this process was going. */
export type Connect = { readonly host: string; readonly port: number; readonly socket: Socket }

/**
 * Counts every TCP connect of this process below the code under test, and lets it happen on this machine.
 * `detours` sends the connects to a public address to a port on loopback; any other that would leave throws.
 */
export function watchConnects(detours: Readonly<Record<string, number>> = {}): Disposable & {
  readonly connects: readonly Connect[]
} {
  const original = Socket.prototype.connect
  const connects: Connect[] = []
  Socket.prototype.connect = function connect(this: Socket, ...given: unknown[]) {
    // node:net passes its own normalized list; node:tls passes the options themselves.
    const [first] = given
    const options = readOptions(Array.isArray(first) ? first[0] : first)
    connects.push({ host: String(options['host']), port: Number(options['port']), socket: this })
    const detour = detours[String(options['host'])]
    if (detour === undefined && !/^(127\.|::1$|::ffff:7f)/.test(String(options['host']))) {
      throw new Error(`a connect to ${options['host']} would leave this machine`)
    }
    if (detour !== undefined) {
      const changed = { ...options, host: '127.0.0.1', port: detour }
      if (Array.isArray(first)) first[0] = changed
      else given[0] = changed
    }
    return Reflect.apply(original, this, given)
  }
  return {
    connects,
    [Symbol.dispose]() {
      Socket.prototype.connect = original
    },
  }
}

function readOptions(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) throw new Error('a connect without options')
  return { ...value }
}
