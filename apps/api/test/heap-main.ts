import { getHeapSpaceStatistics } from 'node:v8'
import { runApi } from '../src/run-api.ts'

// The API as it is, under --expose-gc. Asked by SIGUSR2 it collects young garbage twice, so that whatever is held becomes
// old, and says how many bytes are old by then.

let asked = 0
process.on('SIGUSR2', () => {
  asked += 1
  for (let count = 0; count < 2; count += 1) globalThis.gc?.({ type: 'minor' })
  const old = getHeapSpaceStatistics().find(({ space_name: name }) => name === 'old_space')
  process.stdout.write(`old space ${asked} ${old?.space_used_size}\n`)
})
process.exit(await runApi(process.env))
