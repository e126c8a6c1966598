import pg from 'pg'
import { expect, test } from 'vitest'
import { createEmptyDatabase, createTestDatabase } from '../src/database.ts'

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

test('two test databases are migrated and share nothing', async () => {
  await using one = await createTestDatabase()
  await using two = await createTestDatabase()
  await query(one.url, "INSERT INTO tenant (id, name) VALUES (gen_random_uuid(), 'only here')")
  expect(await query(one.url, 'SELECT name FROM tenant')).toEqual([{ name: 'only here' }])
  expect(await query(two.url, 'SELECT name FROM tenant')).toEqual([])
})

test('databases made at the same time do not disturb each other', async () => {
  const made = await Promise.all([1, 2, 3].map(() => createTestDatabase()))
  expect(new Set(made.map(({ url }) => url)).size).toBe(3)
  await Promise.all(made.map((database) => database.drop()))
})

test('a connection left open fails the drop, names its owner, and the database still goes', async () => {
  const database = await createEmptyDatabase()
  const leak = new pg.Client({ connectionString: database.url, application_name: 'forgotten' })
  leak.on('error', () => undefined)
  await leak.connect()
  await expect(database.drop()).rejects.toThrow(/1 connections to hg_test_.* left open: forgotten/)
  await expect(query(database.url, 'SELECT 1')).rejects.toThrow(/does not exist/)
  await leak.end()
})
