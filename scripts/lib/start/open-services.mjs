import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Failure } from '../failure.mjs'
import { takeLock } from '../lock.mjs'
import { shownPath } from '../paths.mjs'
import { choosePorts, isPortFree } from '../ports.mjs'
import { sayRow } from '../say.mjs'
import { openPostgres } from '../services/postgres.mjs'
import { assertReachable } from '../services/reachable.mjs'
import { openRedis } from '../services/redis.mjs'

/** Claims the data folder for this start; a second start on the same data ends with one line. */
export function claimData(session, dir) {
  const lock = takeLock(join(dir, 'start.lock'))
  if (lock.kind === 'held') {
    throw new Failure(`Heliograph already runs on ${shownPath(dir)} (process ${lock.pid})`, {
      remedy: 'use that one, stop it first, or set HELIOGRAPH_DATA_DIR to another folder',
    })
  }
  session.onClose(lock.release, 'files')
}

/**
 * Brings up Postgres, or checks the one that was given.
 * @param {import('../session.mjs').Session} session
 * @param {import('./settings.mjs').Settings} settings
 * @param {{ dir: string, logDir: string }} place
 */
export async function openDatabase(session, settings, place) {
  const given = settings.values.DATABASE_URL
  if (given) {
    await assertReachable({
      name: 'DATABASE_URL',
      value: given,
      origin: settings.originOf('DATABASE_URL'),
      defaultPort: 5432,
    })
    sayRow('Postgres', `DATABASE_URL from ${settings.originOf('DATABASE_URL')}`)
    return { url: given, isOwn: false, children: [] }
  }
  const postgres = await onFreePort(place.dir, 'postgres', 54_320, (port) =>
    openPostgres(session, { ...place, port, dir: join(place.dir, 'postgres') }),
  )
  writeFileSync(join(place.dir, 'database-url'), `${postgres.url}\n`, { mode: 0o600 })
  sayRow('Postgres', `${postgres.version} on ${new URL(postgres.url).host} (${postgres.origin})`)
  return { url: postgres.url, isOwn: true, children: [postgres.child] }
}

/**
 * Brings up Redis, or checks the one that was given; without any way to have one, says what direct mode means.
 * @param {import('../session.mjs').Session} session
 * @param {import('./settings.mjs').Settings} settings
 * @param {{ dir: string, logDir: string }} place
 */
export async function openQueue(session, settings, place) {
  const given = settings.values.REDIS_URL
  if (given) {
    await assertReachable({
      name: 'REDIS_URL',
      value: given,
      origin: settings.originOf('REDIS_URL'),
      defaultPort: 6379,
    })
    sayRow('Redis', `REDIS_URL from ${settings.originOf('REDIS_URL')}`)
    return { url: given, children: [] }
  }
  const redis = await onFreePort(place.dir, 'redis', 63_790, (port) =>
    openRedis(session, { ...place, port, dir: join(place.dir, 'redis') }),
  )
  if (!redis) {
    sayRow(
      'Redis',
      'none found: direct mode, Postgres only (install redis-server or set REDIS_URL to have one)',
    )
    return { url: undefined, children: [] }
  }
  sayRow('Redis', `${redis.version.replace(/^Redis /, '')} on ${new URL(redis.url).host} (${redis.origin})`)
  return { url: redis.url, children: [redis.child] }
}

/** Opens something on a remembered or free port; another program may take that port in between, then the next one is tried. */
async function onFreePort(dir, name, from, open) {
  for (let tries = 1; ; tries++) {
    const { [name]: port = from } = await choosePorts(dir, { [name]: { from } })
    try {
      return await open(port)
    } catch (error) {
      if (tries === 3 || (await isPortFree(port))) throw error
    }
  }
}
