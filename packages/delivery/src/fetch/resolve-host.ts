import { Resolver } from 'node:dns/promises'

/** Answers every address of a name, none if it has none; rejects with the fault of the look-up. */
export type HostResolver = (name: string, signal: AbortSignal) => Promise<readonly string[]>

/**
 * Builds a resolver that asks DNS servers (`address:port`, by default those of this machine) itself. The
 * system's own look-up is not used: it holds one of four threads of the process until it gives up, so that
 * a few slow names of a user would stop all files, keys and look-ups, and it reads the hosts file.
 */
export function buildResolver(servers?: readonly string[]): HostResolver {
  return async (name, signal) => {
    // RFC 6761: this name is never asked for.
    if (name === 'localhost' || name.endsWith('.localhost')) return ['127.0.0.1', '::1']
    const resolver = new Resolver({ timeout: 1_000, tries: 2 })
    if (servers !== undefined) resolver.setServers(servers)
    const cancel = (): void => resolver.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    try {
      const answers = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)])
      return readAnswers(answers)
    } finally {
      signal.removeEventListener('abort', cancel)
    }
  }
}

function readAnswers(answers: readonly PromiseSettledResult<string[]>[]): string[] {
  const addresses = answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : []))
  const fault = answers.find((answer) => answer.status === 'rejected' && !saysNone(answer.reason))
  if (addresses.length === 0 && fault?.status === 'rejected') throw fault.reason
  return addresses
}

/** The name exists without addresses of this kind, or does not exist. */
function saysNone(reason: unknown): boolean {
  return (
    reason instanceof Error && 'code' in reason && (reason.code === 'ENODATA' || reason.code === 'ENOTFOUND')
  )
}
