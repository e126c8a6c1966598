/** What the global setup hands to the test processes, through variables of these names. */
export type RunEnv = {
  readonly runId: string
  readonly databaseUrl: string
  readonly redisUrl: string
  readonly redisMissing: string
}

const NAMES = {
  runId: 'HELIOGRAPH_TEST_RUN',
  databaseUrl: 'HELIOGRAPH_TEST_DATABASE_URL',
  redisUrl: 'HELIOGRAPH_TEST_REDIS_URL',
  redisMissing: 'HELIOGRAPH_TEST_REDIS_MISSING',
} as const satisfies Record<keyof RunEnv, string>

/** Publishes the run to every test process that is started from now on. */
export function publishRunEnv(env: RunEnv): void {
  for (const key of keys()) process.env[NAMES[key]] = env[key]
}

/** Undefined outside a test run with services. */
export function findRunEnv(): RunEnv | undefined {
  const read = (key: keyof RunEnv): string => process.env[NAMES[key]] ?? ''
  if (read('runId') === '') return undefined
  return {
    runId: read('runId'),
    databaseUrl: read('databaseUrl'),
    redisUrl: read('redisUrl'),
    redisMissing: read('redisMissing'),
  }
}

/** Throws outside a test run with services, which is what a test in the wrong project sees. */
export function getRunEnv(): RunEnv {
  const env = findRunEnv()
  if (env === undefined) {
    throw new Error('This test needs services: put it below a test/ or e2e/ folder, or add the global setup')
  }
  return env
}

/** Forgets the run, so that the next run of the same process (watch mode) starts services of its own. */
export function withdrawRunEnv(): void {
  for (const key of keys()) delete process.env[NAMES[key]]
}

function keys(): (keyof RunEnv)[] {
  return ['runId', 'databaseUrl', 'redisUrl', 'redisMissing']
}
