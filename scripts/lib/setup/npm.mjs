import { accessSync, constants, existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { env } from 'node:process'
import { cacheDir } from '../paths.mjs'

/**
 * The command line that runs npm with these arguments: the npm that started this script, else the one on PATH.
 * @param {string[]} args
 */
export function npmCommand(args) {
  const cli = env.npm_execpath
  const all = [...args, '--no-audit', '--no-fund', '--no-update-notifier', ...cacheArgs()]
  if (cli?.endsWith('npm-cli.js') && existsSync(cli))
    return { command: process.execPath, args: [cli, ...all] }
  if (process.platform === 'win32') return { command: 'cmd.exe', args: ['/d', '/s', '/c', 'npm', ...all] }
  return { command: 'npm', args: all }
}

/** A user without a usable home folder (service accounts) gets a cache inside the checkout. */
function cacheArgs() {
  if (env.npm_config_cache && isWritable(env.npm_config_cache)) return []
  const home = env.HOME ?? homedir()
  const cache = join(home, '.npm')
  return isWritable(existsSync(cache) ? cache : home) ? [] : ['--cache', join(cacheDir, 'npm-cache')]
}

function isWritable(path) {
  try {
    accessSync(path, constants.W_OK)
    return true
  } catch {
    return false
  }
}
