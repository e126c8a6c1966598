import type { Db } from '@heliograph/delivery/db/db'
import { openLimitRedis } from '@heliograph/delivery/limits/open-limit-redis'
import type { Log } from '@heliograph/delivery/log'
import type { ApiDeps } from '../api-deps.ts'
import { openPressureGauge, usualBounds } from '../plugins/pressure-gauge.ts'
import type { Rates } from '../plugins/rate-limit.ts'
import { buildRateLimiter } from '../plugins/rate-limiter.ts'
import { openAdmission } from './open-admission.ts'
import type { Quotas } from './quotas.ts'

/** Limits of an installation. */
export type GuardSettings = { readonly rates: Rates; readonly quotas: Quotas }

/** What keeps a process and its senders from being used too much. */
export type Guards = Required<Pick<ApiDeps, 'admission' | 'rateLimiting' | 'pressure'>> & {
  close(): Promise<void>
}

type Deps = {
  readonly db: Db
  /** Connections of `db`. */
  readonly poolSize: number
  readonly log: Log
  /** Without it each process counts requests by itself. */
  readonly redisUrl: string | undefined
  /** Prefix of every key in Redis. */
  readonly prefix: string
}

/** Opens the limits of one API process. Redis or Postgres being away refuses nothing by itself. */
export function openGuards(deps: Deps, settings: GuardSettings): Guards {
  const { db, log, prefix } = deps
  const onError = (error: unknown) => log.debug({ event: 'limits.failed', err: error })
  const redis = deps.redisUrl === undefined ? undefined : openLimitRedis(deps.redisUrl, onError)
  const admission = openAdmission({ db, quotas: settings.quotas, now: Date.now, onError })
  const pressure = openPressureGauge(db, { ...usualBounds, poolSize: deps.poolSize })
  return {
    admission,
    pressure,
    rateLimiting: { limiter: buildRateLimiter({ redis, prefix }), rates: settings.rates },
    close: async () => {
      pressure.close()
      redis?.disconnect()
      await admission.close()
    },
  }
}
