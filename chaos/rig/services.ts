import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runMain } from '@heliograph/testkit/child-process'
import { type Postgres, startPostgres } from './postgres.ts'
import { type Reaper, startReaper } from './reaper.ts'

/** What all scenarios of a run share. */
export type Services = {
  readonly folder: string
  readonly reaper: Reaper
  readonly postgres: Postgres
  /** Folder of compiled code, filled before the first scenario so that restarts are quick. */
  readonly compileCache: string
  readonly close: () => Promise<void>
}

/** Path of a main file of this checkout. */
export function mainOf(path: string): string {
  return fileURLToPath(new URL(`../../${path}`, import.meta.url))
}

/** Starts what a run needs: a temporary folder, the reaper, Postgres with a migrated template. */
export async function startServices(): Promise<Services> {
  const folder = await mkdtemp(join(tmpdir(), 'hg-chaos-'))
  const reaper = startReaper()
  reaper.removeAtEnd(folder)
  try {
    const compileCache = join(folder, 'compiled')
    const [postgres] = await Promise.all([startPostgres(), warm(compileCache)])
    const close = async () => {
      await postgres.stop()
      await reaper.close()
    }
    return { folder, reaper, postgres, compileCache, close }
  } catch (error) {
    await reaper.close()
    throw error
  }
}

/** A process writes its compiled code at an orderly end only; without settings each one ends at once. */
async function warm(compileCache: string): Promise<void> {
  for (const main of ['apps/api/src/main.ts', 'apps/worker/src/main.ts']) {
    await runMain({ main: mainOf(main), env: { NODE_COMPILE_CACHE: compileCache } })
  }
}
