import { existsSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'

/**
 * Creates the symbolic links that the embedded Postgres package lists in `native/pg-symlinks.json`: npm packages
 * cannot hold links, and its own install script does not run under `--ignore-scripts`. Existing links stay.
 * @param {string} packageDir
 */
export function hydrateLinks(packageDir) {
  const list = join(packageDir, 'native', 'pg-symlinks.json')
  if (!existsSync(list)) return
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8'))) {
    try {
      symlinkSync(basename(source), join(packageDir, target))
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
  }
}
