import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { env } from 'node:process'

const oldest = { redis: [6, 2], valkey: [7, 2] }

/** @typedef {{ command: string, env: NodeJS.ProcessEnv, version: string, origin: string }} RedisBinary */

/**
 * A redis-server or valkey-server on the machine that is recent enough, or undefined.
 * @returns {RedisBinary | undefined}
 */
export function findRedisOnMachine() {
  const dirs = [...(env.PATH ?? '').split(delimiter), '/opt/homebrew/bin', '/usr/local/bin', '/usr/sbin']
  for (const name of ['redis-server', 'valkey-server']) {
    for (const dir of dirs) {
      const command = join(dir, name)
      const binary =
        dir !== '' && existsSync(command) ? inspectRedis(command, {}, 'of this machine') : undefined
      if (binary) return binary
    }
  }
  return undefined
}

/**
 * Runs `--version`; undefined when it does not run (a missing library) or is too old for the queue.
 * @returns {RedisBinary | undefined}
 */
export function inspectRedis(command, libraryEnv, origin) {
  const answer = spawnSync(command, ['--version'], {
    encoding: 'utf8',
    timeout: 10_000,
    env: { ...env, ...libraryEnv },
  })
  const match = /^(Redis|Valkey) server v=((\d+)\.(\d+)\S*)/i.exec(answer.stdout ?? '')
  if (!match) return undefined
  const [, product = '', version = '', major, minor] = match
  const [leastMajor = 0, leastMinor = 0] = product.toLowerCase() === 'valkey' ? oldest.valkey : oldest.redis
  const isRecent = Number(major) > leastMajor || (Number(major) === leastMajor && Number(minor) >= leastMinor)
  return isRecent ? { command, env: libraryEnv, version: `${product} ${version}`, origin } : undefined
}
