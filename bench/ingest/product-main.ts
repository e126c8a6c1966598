import { runApi } from '@heliograph/api/run-api'
import { reportUsageOn } from '../measure/usage.ts'

// The product's API as it is; it only says how much CPU it used when asked.

reportUsageOn(process)
process.exit(await runApi(process.env))
