import { accessSync, constants, mkdirSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { env } from 'node:process'
import { fileURLToPath } from 'node:url'
import { Failure } from './failure.mjs'

/** The checkout's folder, absolute and without a trailing slash. */
export const root = resolve(fileURLToPath(new URL('../../', import.meta.url)))

/** Downloads that every data folder shares: Node 24, the unpacked Redis, locks of the installation. */
export const cacheDir = join(root, '.data')

/** State of one installation: databases, logs, keys, ports. `HELIOGRAPH_DATA_DIR` puts it elsewhere. */
export const dataDir = resolve(root, env.HELIOGRAPH_DATA_DIR || '.data')

/** Makes a folder that only its owner can read; throws a Failure that names the remedy when it cannot. */
export function makePrivateDir(path) {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
    accessSync(path, constants.W_OK)
  } catch (error) {
    throw new Failure(`Cannot write to ${path} (${error.code})`, {
      remedy: 'use a writable checkout, or set HELIOGRAPH_DATA_DIR to a writable folder',
      cause: error,
    })
  }
  return path
}

/** A path as a user of the checkout would write it: relative below it, absolute elsewhere. */
export function shownPath(path) {
  const below = relative(root, path)
  return below === '' || below.startsWith('..') ? path : below
}
