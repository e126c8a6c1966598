import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { takeLock } from '../lock.mjs'
import { cacheDir, makePrivateDir } from '../paths.mjs'
import { openProgress } from '../say.mjs'

/**
 * Runs `work` while no other script of this checkout runs work of the same name; waits for its turn.
 * @template T
 * @param {import('../session.mjs').Session} session
 * @param {string} name
 * @param {() => Promise<T>} work
 */
export async function exclusively(session, name, work) {
  const path = join(makePrivateDir(cacheDir), `${name}.lock`)
  const release = await waitForLock(session, path)
  const forget = session.onClose(release, 'files')
  try {
    return await work()
  } finally {
    forget()
    release()
  }
}

async function waitForLock(session, path) {
  let progress
  try {
    for (;;) {
      session.assertRunning()
      const lock = takeLock(path)
      if (lock.kind === 'taken') return lock.release
      progress ??= openProgress('Setup', `waits for another start (process ${lock.pid})`)
      await wait(200)
    }
  } finally {
    progress?.stop()
  }
}
