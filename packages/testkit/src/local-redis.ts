import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Redis } from 'ioredis'
import { eventually } from './eventually.ts'
import { findFreePort } from './free-port.ts'
import type { LocalService } from './local-postgres.ts'
import { startServerProcess } from './server-process.ts'

/** Path of a redis-server or valkey-server on PATH. */
async function findRedisServer(): Promise<string | undefined> {
  for (const dir of (process.env['PATH'] ?? '').split(delimiter)) {
    for (const name of ['redis-server', 'valkey-server']) {
      const path = join(dir, name)
      const isThere = await access(path).then(
        () => true,
        () => false,
      )
      if (isThere) return path
    }
  }
  return undefined
}

/** A Redis or Valkey server program with the environment it needs to run. */
export type RedisProgram = { readonly command: string; readonly env: Readonly<Record<string, string>> }

const unpacked = fileURLToPath(new URL('../../../.data/redis/package/usr', import.meta.url))

/** The server on PATH, else the package that `npm start` or `npm test` unpacked below .data. */
export async function findRedisProgram(): Promise<RedisProgram | undefined> {
  const onPath = await findRedisServer()
  if (onPath !== undefined) return { command: onPath, env: {} }
  const command = join(unpacked, 'bin', 'redis-server')
  const isThere = await access(command).then(
    () => true,
    () => false,
  )
  return isThere ? { command, env: { LD_LIBRARY_PATH: await libraryPath(join(unpacked, 'lib')) } } : undefined
}

async function libraryPath(lib: string): Promise<string> {
  const entries = await readdir(lib, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => join(lib, entry.name))
  return [lib, ...folders].join(delimiter)
}

/** Starts a throwaway Redis on a free port that keeps nothing on disk and never evicts a key. */
export async function startLocalRedis(program: RedisProgram): Promise<LocalService> {
  const port = await findFreePort()
  const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no']
  const server = startServerProcess({
    ...program,
    args: [...args, '--maxmemory-policy', 'noeviction'],
  })
  const url = `redis://127.0.0.1:${port}/0`
  try {
    await eventually(() => ping(url), { timeoutMs: 10_000, everyMs: 50 })
  } catch (error) {
    await server.stop()
    throw new Error(`Redis does not answer: ${server.log()}`, { cause: error })
  }
  return { url, stop: server.stop }
}

/** Throws, naming the place, when no Redis answers at `url` within a second. */
export async function ping(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true, retryStrategy: null, connectTimeout: 1_000 })
  // connect() only rejects with "Connection is closed"; the event has the cause.
  let cause: unknown
  redis.on('error', (error) => {
    cause = error
  })
  try {
    await redis.connect()
    await redis.ping()
  } catch (error) {
    const reason = cause instanceof Error ? cause.message : String(error)
    throw new Error(`redis://${new URL(url).host} does not answer: ${reason}`, { cause: error })
  } finally {
    redis.disconnect()
  }
}
