import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'

/** One SHA-256 over several files and texts, as hex; a missing file counts as empty. */
export function hashFiles(paths, ...texts) {
  const hash = createHash('sha256')
  for (const path of paths) hash.update(existsSync(path) ? readFileSync(path) : '').update('\0')
  for (const text of texts) hash.update(text).update('\0')
  return hash.digest('hex')
}

/** Content of a stamp file, or undefined. */
export function readStamp(path) {
  return existsSync(path) ? readFileSync(path, 'utf8').trim() : undefined
}
