import { runApi } from '@heliograph/api/run-api'
import { reportLiveMemoryOn } from './live-memory.ts'
import { buildProbe } from './probe.ts'

reportLiveMemoryOn(process)
process.exitCode = await runApi(process.env, { probe: buildProbe(process.env) })
