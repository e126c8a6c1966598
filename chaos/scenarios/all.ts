import type { Scenario } from '../scenario.ts'
import { baseline } from './c01-baseline.ts'
import { providerFaults } from './c02-provider-faults.ts'
import { randomKills } from './c03-random-kills.ts'
import { redisLoss } from './c04-redis-loss.ts'
import { directMode } from './c05-direct-mode.ts'
import { redisRefuses } from './c06-redis-refuses.ts'
import { redisDamaged } from './c07-redis-damaged.ts'
import { postgresFaults } from './c08-postgres.ts'
import { hookKills } from './c09-hook-kills.ts'
import { zombies } from './c10-zombies.ts'
import { receipts } from './c11-receipts.ts'
import { rollingRestart } from './c12-rolling-restart.ts'
import { jobVersions } from './c13-job-versions.ts'
import { poison } from './c16-poison.ts'

/** Every scenario that `npm run chaos` runs by itself, in order; the soak comes by `--soak` only. */
export const scenarios: readonly Scenario[] = [
  baseline,
  providerFaults,
  randomKills,
  redisLoss,
  directMode,
  redisRefuses,
  redisDamaged,
  postgresFaults,
  hookKills,
  zombies,
  receipts,
  rollingRestart,
  jobVersions,
  poison,
]

/** Those that are about the carrier itself, and judged with every provider. */
export const everywhere: readonly Scenario[] = [baseline, providerFaults, randomKills, receipts]
