import { runWorker } from '@heliograph/worker/run-worker'
import { reportLiveMemoryOn } from './live-memory.ts'
import { buildProbe } from './probe.ts'

reportLiveMemoryOn(process)
process.exitCode = await runWorker(process.env, { probe: buildProbe(process.env) })
