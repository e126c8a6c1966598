import { runWorker } from './run-worker.ts'

// Everything is closed by now; a client that goes on connecting to a dead Redis must not keep the process.
process.exit(await runWorker(process.env))
