import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as util from 'node:util'

/** @typedef {{ values: Record<string, string>, originOf: (name: string) => string }} Settings values without the blank ones; origins are `environment` or a file name */

/**
 * Reads the settings: the process environment wins over `.env.local`, that over `.env`. A blank value means "not set",
 * also where it hides a value of a lower place.
 * @param {string} dir folder of the files
 * @param {NodeJS.ProcessEnv} environment
 * @returns {Settings}
 */
export function readSettings(dir, environment) {
  const layers = [
    ...['.env', '.env.local'].map((name) => ({ origin: name, values: readFile(join(dir, name)) })),
    { origin: 'environment', values: environment },
  ]
  const found = new Map()
  for (const { origin, values } of layers) {
    for (const [name, value] of Object.entries(values))
      found.set(name, { value: value?.trim() ?? '', origin })
  }
  const given = [...found].filter(([, { value }]) => value !== '')
  return {
    values: Object.fromEntries(given.map(([name, { value }]) => [name, value])),
    originOf: (name) => found.get(name)?.origin ?? 'nowhere',
  }
}

function readFile(path) {
  return existsSync(path) ? util.parseEnv(readFileSync(path, 'utf8')) : {}
}
