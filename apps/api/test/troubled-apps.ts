import { type Db, openDb } from '@heliograph/delivery/db/db'
import { openKeyCache } from '@heliograph/delivery/tenants/key-cache'
import { createEmptyDatabase } from '@heliograph/testkit/database'
import type { FastifyInstance } from 'fastify'
import { afterAll } from 'vitest'
import { type Admission, openAdmission } from '../src/admission/open-admission.ts'
import type { Quotas } from '../src/admission/quotas.ts'
import { dueNow } from '../src/admission/sender-line.ts'
import type { ApiDeps } from '../src/api-deps.ts'
import { buildRateLimiter } from '../src/plugins/rate-limiter.ts'
import type { ApiFixture } from './api-fixture.ts'

/** What can be wrong with a process, each in an app of its own over the fixture's database. */
export type Trouble =
  /** Nobody listens where the database was. */
  | 'away'
  /** The same, only for looking up keys. */
  | 'keysAway'
  /** The database has no tables. */
  | 'broken'
  /** Something else breaks, once. */
  | 'failing'
  | 'overloaded'
  | 'limited'
  /** Nothing yet: for wrong keys to be counted apart. */
  | 'lockedOut'
  | 'quota'
  | 'velocity'
  | 'backlog'
  /** Reports may read next to nothing. */
  | 'short'
  | 'withoutCallbacks'
  | 'withoutAccounts'

const none: Quotas = {
  dailyMessages: 0,
  dailyPerCountry: 0,
  recipientPerHour: 0,
  prefixPerHour: 0,
  maxBacklog: 0,
}

/** Opens apps with a trouble, each when it is first asked for. Everything is closed after the file's tests. */
export async function openTroubledApps(
  api: ApiFixture,
): Promise<(trouble: Trouble) => Promise<FastifyInstance>> {
  const empty = await createEmptyDatabase()
  const open = (url: string) => openDb({ url, maxConnections: 2, applicationName: 'api-test' })
  const broken = open(empty.url)
  const away = open(atClosedPort(api.databaseUrl))
  const admissions: Admission[] = []
  afterAll(async () => {
    for (const opened of admissions) await opened.close()
    await Promise.all([broken.$disconnect(), away.$disconnect()])
    await empty.drop()
  })
  const changes: Changes = {
    ...dataTroubles({ broken, away }),
    ...limitTroubles(api, (admission) => void admissions.push(admission)),
    short: () => ({ reportLimits: { ...api.deps.reportLimits, maxStatsMessages: 0, maxUsageMs: -1 } }),
    withoutCallbacks: () => {
      const { publicBaseUrl: _, ...settings } = api.deps.settings
      return { settings }
    },
    withoutAccounts: () => ({ providers: new Map() }),
  }
  const apps = new Map<Trouble, Promise<FastifyInstance>>()
  return (trouble) => {
    const known = apps.get(trouble)
    // A fault that happens once needs a new app each time.
    if (known !== undefined && trouble !== 'failing') return known
    const app = api.build(changes[trouble]())
    apps.set(trouble, app)
    return app
  }
}

type Changes = Readonly<Record<Trouble, () => Partial<ApiDeps>>>
type DataTrouble = 'away' | 'keysAway' | 'broken' | 'failing'
type LimitTrouble = 'overloaded' | 'limited' | 'lockedOut' | 'quota' | 'velocity' | 'backlog'

function dataTroubles({
  away,
  broken,
}: {
  readonly away: Db
  readonly broken: Db
}): Pick<Changes, DataTrouble> {
  return {
    away: () => ({ db: away, callbackDb: away, reportDb: away }),
    keysAway: () => ({ keyCache: openKeyCache({ db: away, clock: () => performance.now() }) }),
    broken: () => ({ db: broken, callbackDb: broken, reportDb: broken }),
    failing: () => ({ isEnding: failOnce() }),
  }
}

function limitTroubles(
  api: ApiFixture,
  onOpened: (admission: Admission) => void,
): Pick<Changes, LimitTrouble> {
  const admission = (quotas: Partial<Quotas>): Admission => {
    const now = () => Date.now()
    const opened = openAdmission({ db: api.db, quotas: { ...none, ...quotas }, now, onError: rethrow })
    onOpened(opened)
    return opened
  }
  const full = { strain: () => 1, enter: () => () => undefined, close: () => undefined }
  const limiter = buildRateLimiter({ redis: undefined, prefix: 'test' })
  return {
    overloaded: () => ({ pressure: full }),
    limited: () => ({ rateLimiting: { limiter, rates: { writes: 1, reads: 1, anonymous: 0 } } }),
    lockedOut: () => ({}),
    quota: () => ({ admission: admission({ dailyMessages: 1 }) }),
    velocity: () => ({ admission: admission({ prefixPerHour: 1 }) }),
    backlog: () => ({ admission: { ...admission({}), backlog: fullLanes } }),
  }
}

const fullLanes: Admission['backlog'] = {
  of: () => ({ mps: 1, hours: new Map([[dueNow, [0, 1_000_000, 0] as const]]) }),
  total: () => 0,
  add: () => undefined,
  close: () => Promise.resolve(),
}

/** The first question fails. */
function failOnce(): () => boolean {
  let hasFailed = false
  return () => {
    if (hasFailed) return false
    hasFailed = true
    throw new Error('broken on purpose')
  }
}

function atClosedPort(url: string): string {
  const closed = new URL(url)
  closed.host = '127.0.0.1:1'
  return closed.toString()
}

function rethrow(error: unknown): never {
  throw error
}
