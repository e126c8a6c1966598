import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, readdir, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { eventually } from '@heliograph/testkit/eventually'
import { findFreePort } from '@heliograph/testkit/free-port'
import { findRedisProgram } from '@heliograph/testkit/local-redis'
import { Redis } from 'ioredis'
import type { Reaper } from './reaper.ts'

/** A Redis that may be killed, stopped, damaged and started again on the same port and folder. */
export type RedisServer = {
  readonly port: number
  readonly start: () => Promise<void>
  /** SIGKILL and the end. */
  readonly kill: () => Promise<void>
  readonly pause: () => void
  readonly resume: () => void
  /** Runs one command on a connection of its own, within a second. */
  readonly command: (name: string, ...args: string[]) => Promise<unknown>
  /** Cuts the last part off the append-only file. Only while it is not running. Answers the bytes removed. */
  readonly cutAppendOnlyFile: (part: number) => Promise<number>
  readonly stop: () => Promise<void>
}

/** Starts a Redis on a free port: append-only file every second, nothing evicted. */
export async function startRedis(deps: {
  readonly folder: string
  readonly reaper: Reaper
}): Promise<RedisServer> {
  const program = await findRedisProgram()
  if (program === undefined) {
    throw new Error(
      'chaos starts its own Redis: put redis-server or valkey-server on PATH, or run npm start once',
    )
  }
  const port = await findFreePort()
  const dir = join(deps.folder, `redis-${port}`)
  await mkdir(dir, { recursive: true })
  const options = { port, bind: '127.0.0.1', dir, save: '', appendonly: 'yes', appendfsync: 'everysec' }
  const args = Object.entries({ ...options, 'maxmemory-policy': 'noeviction' }).flatMap(([name, value]) => [
    `--${name}`,
    String(value),
  ])
  let running: { kill: (signal: NodeJS.Signals) => void; ended: Promise<unknown> } | undefined
  const start = async () => {
    const child = spawn(program.command, args, { stdio: 'ignore', env: program.env, detached: true })
    const { pid } = child
    if (pid === undefined) throw new Error(`cannot start ${program.command}`)
    deps.reaper.watch(pid)
    const ended = once(child, 'exit').then(() => deps.reaper.forget(pid))
    running = { kill: (signal) => child.kill(signal), ended }
    await eventually(() => ask(port, 'PING'), { timeoutMs: 10_000, everyMs: 30 })
  }
  const kill = async () => {
    running?.kill('SIGKILL')
    await running?.ended
    running = undefined
  }
  await start()
  return {
    port,
    start,
    kill,
    pause: () => running?.kill('SIGSTOP'),
    resume: () => running?.kill('SIGCONT'),
    command: (name, ...rest) => ask(port, name, ...rest),
    cutAppendOnlyFile: (part) => cutNewest(join(dir, 'appendonlydir'), part),
    stop: kill,
  }
}

async function ask(port: number, name: string, ...args: string[]): Promise<unknown> {
  const redis = new Redis({
    host: '127.0.0.1',
    port,
    lazyConnect: true,
    retryStrategy: null,
    connectTimeout: 1_000,
    commandTimeout: 1_000,
  })
  redis.on('error', () => undefined)
  try {
    await redis.connect()
    return await redis.call(name, ...args)
  } finally {
    redis.disconnect()
  }
}

async function cutNewest(dir: string, part: number): Promise<number> {
  const files = (await readdir(dir)).filter((name) => name.endsWith('.incr.aof')).sort()
  const newest = files.at(-1)
  if (newest === undefined) throw new Error(`no append-only file in ${dir}`)
  const path = join(dir, newest)
  const { size } = await stat(path)
  const removed = Math.floor(size * part)
  await truncate(path, size - removed)
  return removed
}
