import { runWorker } from '@heliograph/worker/run-worker'
import { reportUsageOn } from '../measure/usage.ts'

// The product's worker as it is; it only says how much CPU it used when asked.

reportUsageOn(process)
process.exitCode = await runWorker(process.env)
