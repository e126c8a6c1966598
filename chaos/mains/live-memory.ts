import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Prints how many bytes are left in use after a garbage collection whenever SIGUSR2 comes. What a process occupies says
 * little: with memory to spare V8 lets garbage lie.
 */
export function reportLiveMemoryOn(source: NodeJS.Process): void {
  setFlagsFromString('--expose-gc')
  const collect: unknown = runInNewContext('gc')
  if (typeof collect !== 'function') throw new Error('this Node gives no way to collect garbage')
  source.on('SIGUSR2', () => {
    collect()
    const { heapUsed, external } = source.memoryUsage()
    source.stdout.write(`live ${source.pid} ${heapUsed + external}\n`)
  })
}
