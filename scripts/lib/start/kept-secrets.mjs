import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { carriers } from './carriers.mjs'

/** The signing key of this installation: made once, kept in `<dir>/secrets` for its owner only. */
export function keptSecrets(dir) {
  const path = join(dir, 'secrets')
  if (!existsSync(path)) writeFileSync(path, `${randomBytes(48).toString('base64url')}\n`, { mode: 0o600 })
  return readFileSync(path, 'utf8').trim()
}

/**
 * Variables of a simulated account of one carrier: made once, kept in `<dir>/simulator.json` for its owner only.
 * @param {string} dir
 * @param {keyof typeof carriers} name
 * @returns {Record<string, string>}
 */
export function keptSimulatorAccount(dir, name) {
  const path = join(dir, 'simulator.json')
  const kept = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
  const made = carriers[name].simulated()
  const missing = Object.keys(made).filter((variable) => kept[variable] === undefined)
  for (const variable of missing) kept[variable] = made[variable]
  if (missing.length > 0) writeFileSync(path, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 })
  return Object.fromEntries(Object.keys(made).map((variable) => [variable, kept[variable]]))
}
