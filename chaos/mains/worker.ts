import { runWorker } from '@heliograph/worker/run-worker'
import { buildProbe } from './probe.ts'

process.exitCode = await runWorker(process.env, { probe: buildProbe(process.env) })
