import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { env } from 'node:process'
import { isAlive } from '../lock.mjs'
import { cacheDir, makePrivateDir } from '../paths.mjs'
import { choosePorts } from '../ports.mjs'
import { sayRow } from '../say.mjs'
import { openPostgres } from '../services/postgres.mjs'
import { openRedis } from '../services/redis.mjs'

/**
 * Brings up a throwaway Postgres and Redis, or takes those that TEST_DATABASE_URL and TEST_REDIS_URL name. Without any
 * way to run Redis TEST_REDIS_URL stays unset.
 * @param {import('../session.mjs').Session} session
 * @returns {Promise<{ env: Record<string, string> }>} variables for the tests; the database URL is a superuser's, to a maintenance database
 */
export async function openTestServices(session) {
  const given = { database: env.TEST_DATABASE_URL, redis: env.TEST_REDIS_URL }
  if (given.database && given.redis) return { env: {} }
  const dir = openTestDir(session)
  const logDir = join(dir, 'logs')
  const ports = await choosePorts(dir, { postgres: { from: randomPort() }, redis: { from: randomPort() } })
  const found = {}
  if (!given.database) {
    const postgres = await openPostgres(session, {
      dir: join(dir, 'postgres'),
      logDir,
      port: ports.postgres,
      isThrowaway: true,
    })
    session.onClose(postgres.discard, 'files')
    found.TEST_DATABASE_URL = postgres.adminUrl
    sayRow('Postgres', `${postgres.version} (${postgres.origin}), for these tests only`)
  }
  if (!given.redis) {
    const redis = await openRedis(session, { dir: join(dir, 'redis'), logDir, port: ports.redis })
    if (redis) found.TEST_REDIS_URL = redis.url
    sayRow(
      'Redis',
      redis ? `${redis.version} (${redis.origin}), for these tests only` : 'none found: set TEST_REDIS_URL',
    )
  }
  return { env: found }
}

/** A folder of this run; those of runs that were killed are removed on the way. */
function openTestDir(session) {
  makePrivateDir(cacheDir)
  for (const name of readdirSync(cacheDir)) {
    const pid = Number(/^test-(\d+)-/.exec(name)?.[1])
    if (pid && !isAlive(pid)) rmSync(join(cacheDir, name), { recursive: true, force: true })
  }
  const dir = mkdtempSync(join(cacheDir, `test-${process.pid}-`))
  session.onClose(() => rmSync(dir, { recursive: true, force: true }), 'files')
  return dir
}

/** Away from the remembered ports of a start; two test runs at once rarely look at the same one. */
function randomPort() {
  return 20_000 + Math.floor(Math.random() * 10_000)
}
