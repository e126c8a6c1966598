import { runWorker } from './run-worker.ts'

process.exitCode = await runWorker(process.env)
