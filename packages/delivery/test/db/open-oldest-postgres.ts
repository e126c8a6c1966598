import { startLocalPostgres } from '@heliograph/testkit/local-postgres'
import { findPostgresBinaries } from '@heliograph/testkit/postgres-binaries'
import { expect, type TestContext } from 'vitest'

/** The oldest version of Postgres that is supported. */
export const oldestMajor = 15

type Server = { readonly url: string; readonly stop: () => Promise<void> }

/**
 * A server of the oldest supported version: the given one, else programs found on this machine. Without either the test is
 * shown as not run, and fails in continuous integration.
 */
export async function openOldestPostgres(context: TestContext): Promise<Server> {
  const server = await findServer()
  if (server !== undefined) return server
  expect(process.env['CI'] ?? '', 'set TEST_DATABASE_URL_15 or install Postgres 15').toBe('')
  return context.skip('no Postgres 15 on this machine')
}

async function findServer(): Promise<Server | undefined> {
  const given = process.env['TEST_DATABASE_URL_15']
  if (given !== undefined && given !== '') return { url: given, stop: () => Promise.resolve() }
  const binaries = (await findPostgresBinaries()).find(({ major }) => major === oldestMajor)
  return binaries === undefined ? undefined : startLocalPostgres(binaries)
}
