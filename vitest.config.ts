import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

const SERVICES = './packages/testkit/src/global-setup.ts'

/**
 * unit: pure, no services. integration: real Postgres and Redis. e2e: whole processes, one file at a time
 * because each starts several. A hanging test fails; retries would hide races and are off.
 */
export default defineConfig({
  test: {
    // Files wait for servers more than they compute: two at a time even on a machine of two cores.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    retry: 0,
    projects: [
      {
        test: {
          name: 'unit',
          pool: 'forks',
          include: ['packages/*/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'scripts/**/*.test.ts'],
          testTimeout: 10_000,
        },
      },
      {
        test: {
          name: 'integration',
          pool: 'forks',
          include: ['packages/*/test/**/*.test.ts', 'apps/*/test/**/*.test.ts', 'bench/**/*.test.ts'],
          globalSetup: [SERVICES],
          testTimeout: 30_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'e2e',
          pool: 'forks',
          include: ['e2e/**/*.test.ts', 'chaos/**/*.test.ts'],
          globalSetup: [SERVICES],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
