import { join } from 'node:path'
import { startChild } from '../child.mjs'
import { root } from '../paths.mjs'
import { quietTools } from '../setup/generate.mjs'

/** Formatting, lint and import rules; counts as one test. */
export async function lintStep(session, env) {
  return await countOne(session, env, 'biome', ['check', '.'])
}

/** The type check of every workspace; counts as one test. */
export async function typeCheckStep(session, env) {
  return await countOne(session, env, 'turbo', ['run', 'typecheck', '--output-logs=errors-only'])
}

async function countOne(session, env, tool, args) {
  const child = startChild(session, {
    name: tool,
    command: join(root, 'node_modules', '.bin', process.platform === 'win32' ? `${tool}.cmd` : tool),
    args,
    cwd: root,
    env: { ...env, ...quietTools },
  })
  const { code } = await child.exited
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 }
}
