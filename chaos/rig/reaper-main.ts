import { rmSync } from 'node:fs'
import { createInterface } from 'node:readline'

// See reaper.ts. The kernel closes the pipe when the driver dies, so the loop below always ends.

const pids = new Set<number>()
const folders = new Set<string>()

for await (const line of createInterface({ input: process.stdin })) {
  const space = line.indexOf(' ')
  const [word, value] = [line.slice(0, space), line.slice(space + 1)]
  if (word === 'watch') pids.add(Number(value))
  if (word === 'forget') pids.delete(Number(value))
  if (word === 'remove') folders.add(value)
}
for (const pid of pids) killIfThere(pid)
for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 })

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL')
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}
