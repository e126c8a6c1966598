import { delimiter, dirname, join } from 'node:path'
import { env } from 'node:process'
import { root } from '../paths.mjs'
import { ensureGenerated } from './generate.mjs'
import { ensureInstalled } from './install.mjs'
import { findNode24, runUnder } from './node24.mjs'

/**
 * Brings a checkout to the point where its sources run, then does `work` under Node 24: in this process, or in a
 * child with the same arguments when this Node is older.
 * @param {import('../session.mjs').Session} session
 * @param {() => Promise<number>} work gives the exit code
 * @param {{ generate?: boolean }} [options]
 */
export async function withPreparedCheckout(session, work, options = {}) {
  const otherNode = await findNode24(session, { mayInstall: true })
  if (otherNode) return await runUnder(session, otherNode)
  await ensureInstalled(session)
  if (options.generate !== false) await ensureGenerated(session)
  putToolsOnPath()
  return await work()
}

/** Puts this Node and the installed command line tools first on the PATH of everything started from here. */
export function putToolsOnPath() {
  const tools = [dirname(process.execPath), join(root, 'node_modules', '.bin')]
  env.PATH = [...tools, env.PATH].join(delimiter)
}
