import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { root } from '../paths.mjs'
import { findRedis } from '../services/redis.mjs'
import { withPreparedCheckout } from '../setup/prepare.mjs'

/** Programs that prove something about the whole; each starts and stops what it needs by itself. */
export const proofs = {
  chaos: 'chaos/main.ts',
  'chaos:mutants': 'chaos/mutants/main.ts',
  'bench:relay': 'bench/relay/main.ts',
  'bench:drain': 'bench/drain/main.ts',
  'bench:history': 'bench/history/main.ts',
  'bench:ingest': 'bench/ingest/main.ts',
}

/**
 * Runs a proof in the foreground with its own arguments, on an installed checkout.
 * @param {import('../session.mjs').Session} session
 * @param {string} main
 * @param {string[]} args
 * @returns {Promise<number>} its exit code
 */
export async function runProof(session, main, args) {
  return await withPreparedCheckout(session, async () => {
    // A proof starts servers by itself, but only this side knows where to get a Redis from.
    await findRedis(session)
    const child = startChild(session, {
      name: main,
      command: process.execPath,
      args: [join(root, main), ...args],
      cwd: root,
      env: process.env,
      graceMs: 9_500,
    })
    const { code, signal } = await child.exited
    session.codeWhenStopped = code ?? 1
    return code ?? (signal ? 1 : 0)
  })
}
