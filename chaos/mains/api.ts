import { runApi } from '@heliograph/api/run-api'
import { buildProbe } from './probe.ts'

process.exitCode = await runApi(process.env, { probe: buildProbe(process.env) })
