import { parseArgs } from 'node:util'
import { startServices } from '../rig/services.ts'
import { runNaive } from './run-naive.ts'

// Runs C3 against the naive pair and prints what it did as one line of JSON. The checker must see faults in it:
// exit code 0 when it lost and doubled messages, 1 when it did not.

const { values } = parseArgs({
  options: { seed: { type: 'string', default: '42' }, messages: { type: 'string', default: '2400' } },
})
const services = await startServices()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130))
try {
  const seen = await runNaive(services, { seed: Number(values.seed), messages: Number(values.messages) })
  console.log(JSON.stringify(seen))
  process.exitCode = seen.lost > 0 && seen.doubled > 0 ? 0 : 1
} finally {
  await services.close()
}
