import { connect } from 'node:net'
import { Failure } from '../failure.mjs'

const timeoutMs = 5_000

/**
 * Checks that something listens where a given URL points, so that a wrong one is one clear line instead of a crash later.
 * @param {{ name: string, value: string, origin: string, defaultPort: number }} setting
 */
export async function assertReachable({ name, value, origin, defaultPort }) {
  if (!URL.canParse(value))
    throw new Failure(`${name} (from ${origin}) is not a URL`, { remedy: `correct it, or leave ${name} out` })
  const url = new URL(value)
  const host = url.hostname.replace(/^\[|\]$/g, '') || 'localhost'
  const port = Number(url.port) || defaultPort
  const problem = await tryConnect(host, port)
  if (problem) {
    throw new Failure(`${name} (from ${origin}): ${problem} at ${host}:${port}`, {
      remedy: `start that server, correct ${name}, or leave it out`,
    })
  }
}

function tryConnect(host, port) {
  return new Promise((resolve) => {
    const socket = connect({ host, port })
    const finish = (problem) => {
      socket.destroy()
      resolve(problem)
    }
    socket.setTimeout(timeoutMs, () => finish(`no answer within ${timeoutMs / 1000} s`))
    socket.on('error', (error) =>
      finish(
        error.code === 'ECONNREFUSED' ? 'nobody listens' : `no connection (${error.code ?? error.message})`,
      ),
    )
    socket.on('connect', () => finish(undefined))
  })
}
