import { runApi } from './run-api.ts'

// Everything is closed by now; a client that goes on connecting to a dead Redis must not keep the process.
process.exit(await runApi(process.env))
