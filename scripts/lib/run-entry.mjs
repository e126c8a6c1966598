import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { startChild } from './child.mjs'
import { Failure } from './failure.mjs'
import { root } from './paths.mjs'
import { findNode24, runUnder } from './setup/node24.mjs'
import { nodeFlags } from './start/node-flags.mjs'
import { mains } from './start/processes.mjs'
import { readSettings } from './start/settings.mjs'

/**
 * Runs an entry point in the foreground with the environment as it is, `.env` and `.env.local` filled in below it: nothing is
 * installed, no service is started, no default of `npm start` applies.
 * @param {import('./session.mjs').Session} session
 * @param {keyof typeof mains} name
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runEntry(session, name, args) {
  const otherNode = await findNode24(session, { mayInstall: false })
  if (otherNode) return await runUnder(session, otherNode)
  for (const path of ['node_modules', 'packages/delivery/src/db/generated']) {
    if (existsSync(join(root, path))) continue
    throw new Failure(`${path} is missing`, {
      remedy: 'run npm ci --ignore-scripts and npm run generate first',
    })
  }
  const child = startChild(session, {
    name,
    command: process.execPath,
    args: [...(nodeFlags[name] ?? []), join(root, mains[name]), ...args],
    cwd: root,
    env: { ...process.env, ...readSettings(root, process.env).values },
    graceMs: 9_500,
  })
  const { code, signal } = await child.exited
  session.codeWhenStopped = code ?? 1
  return code ?? (signal ? 1 : 0)
}
