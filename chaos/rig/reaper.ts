import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('./reaper-main.ts', import.meta.url))

/**
 * Knows every process and folder of a run, in a process of its own. When the driver ends, however it
 * ends, the reaper kills what is left by its id and removes the folders.
 */
export type Reaper = {
  readonly watch: (pid: number) => void
  readonly forget: (pid: number) => void
  readonly removeAtEnd: (folder: string) => void
  /** Kills and removes now. */
  readonly close: () => Promise<void>
}

/** Starts the reaper. */
export function startReaper(): Reaper {
  const child = spawn(process.execPath, [MAIN], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: {},
    // Ctrl-C must reach the driver only.
    detached: true,
  })
  const closed = once(child, 'close')
  const tell = (word: string, value: string | number) => {
    if (child.stdin.writable) child.stdin.write(`${word} ${value}\n`)
  }
  return {
    watch: (pid) => tell('watch', pid),
    forget: (pid) => tell('forget', pid),
    removeAtEnd: (folder) => tell('remove', folder),
    close: async () => {
      child.stdin.end()
      await closed
    },
  }
}
