import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { Failure } from './failure.mjs'

/**
 * Finds a free port on 127.0.0.1 for each name: the one remembered in `<dir>/ports.json` if it is free, else the next
 * free one from `from` upwards; remembers the result.
 * @param {string} dir
 * @param {Record<string, { from: number, fixed?: number }>} wanted `fixed` ports are used or refused, never replaced
 * @returns {Promise<Record<string, number>>}
 */
export async function choosePorts(dir, wanted) {
  const path = join(dir, 'ports.json')
  const remembered = readPorts(path)
  const chosen = {}
  for (const [name, { from, fixed }] of Object.entries(wanted)) {
    const isTaken = (port) => Object.values(chosen).includes(port)
    chosen[name] = fixed
      ? await requireFree(fixed, isTaken)
      : await nextFree(remembered[name] ? [remembered[name]] : [], from, isTaken)
  }
  writeFileSync(path, `${JSON.stringify({ ...remembered, ...chosen }, null, 2)}\n`, { mode: 0o600 })
  return chosen
}

/** Whether nobody listens on this port of 127.0.0.1. */
export function isPortFree(port) {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

async function requireFree(port, isTaken) {
  if (!isTaken(port) && (await isPortFree(port))) return port
  throw new Failure(`Port ${port} is taken`, { remedy: 'set PORT to a free one, or leave it out' })
}

async function nextFree(first, from, isTaken) {
  for (const port of first) if (!isTaken(port) && (await isPortFree(port))) return port
  for (let port = from; port < 65_536; port++) if (!isTaken(port) && (await isPortFree(port))) return port
  throw new Failure(`No free port from ${from} upwards`)
}

function readPorts(path) {
  try {
    const ports = JSON.parse(readFileSync(path, 'utf8'))
    return Object.fromEntries(Object.entries(ports).filter(([, port]) => Number.isInteger(port)))
  } catch {
    // Missing or damaged: ports are chosen afresh.
    return {}
  }
}
