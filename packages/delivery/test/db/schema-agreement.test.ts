import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { createEmptyDatabase, createTestDatabase, type TestDatabase } from '@heliograph/testkit/database'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { NO_FILTERS, openSchemaEngine } from '../../src/db/schema-engine.ts'
import { type Catalog, readCatalog } from './catalog.ts'

const SCHEMA = fileURLToPath(new URL('../../../../prisma/schema.prisma', import.meta.url))

// Objects that Prisma's language has no words for. Whatever is added to the SQL alone is added here too.
const SQL_ONLY_INDEXES = [
  'batch_follow',
  'inbound_message_uncleared',
  'suppression_live',
  'mms_attempt_one_open',
  'mms_log_due',
  'mms_log_error_class',
  'mms_log_error_code',
  'mms_log_expiry',
  'mms_log_leased',
  'mms_log_watched',
]
const SQL_ONLY_CHECKS = [
  'api_key_operator_check',
  'api_key_previous_check',
  'audit_log_actor_check',
  'batch_mode_check',
  'inbound_message_action_check',
  'mms_attempt_state_check',
  'mms_log_kind_check',
  'mms_log_lease_check',
  'mms_log_next_at_check',
  'mms_log_policy_check',
  'mms_log_status_check',
  'sender_kind_check',
  'suppression_reason_check',
  'tenant_default_policy_check',
  'tenant_limit_country_check',
  'tenant_limit_range_check',
]
// A list is never null in Prisma's eyes, but it has no words to make the column so.
const SQL_ONLY_NOT_NULL = [
  'api_key.scopes',
  'mms_content.media_urls',
  'mms_content.tags',
  'inbound_message.media_urls',
  'refused_request.recipient_hashes',
  'suppression.lifted_for',
  'suppression.shown_to',
]
const SQL_ONLY_FUNCTIONS = [
  'audit_row_hash',
  'chain_audit_row',
  'drop_message_month',
  'ensure_message_partitions',
  'new_uuidv7',
  'refuse_audit_change',
  'refuse_audit_delete',
  'trim_audit_log',
  'uuidv7_floor',
]
const SQL_ONLY_SEQUENCES = ['mms_event_seq']

let migrated: Catalog
let modelled: Catalog
const databases: TestDatabase[] = []

beforeAll(async () => {
  const byMigrations = await createTestDatabase()
  const byModel = await createEmptyDatabase()
  databases.push(byMigrations, byModel)
  await applyModel(byModel.url)
  migrated = await readCatalog(byMigrations.url)
  modelled = await readCatalog(byModel.url)
})

afterAll(async () => {
  for (const database of databases) await database.drop()
})

/** Makes what schema.prisma alone describes. Column defaults name a sequence and a function, so these come first. */
async function applyModel(url: string): Promise<void> {
  const { engine, close } = await openSchemaEngine(url)
  const { stdout } = await engine
    .diff({
      from: { tag: 'empty' },
      to: { tag: 'schemaDatamodel', files: [{ path: SCHEMA, content: await readFile(SCHEMA, 'utf8') }] },
      script: true,
      exitCode: null,
      filters: NO_FILTERS,
    })
    .finally(close)
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    await client.query('CREATE SEQUENCE mms_event_seq')
    await client.query('CREATE FUNCTION new_uuidv7() RETURNS uuid LANGUAGE sql RETURN gen_random_uuid()')
    await client.query(String(stdout))
  } finally {
    await client.end()
  }
}

test('migrations and schema.prisma have the same tables, columns, types, nullability and defaults', () => {
  expect(modelled.columns.length).toBeGreaterThan(100)
  const sqlOnly = SQL_ONLY_NOT_NULL.flatMap((column) => [
    `${column} text[] not null`,
    `${column} uuid[] not null`,
  ])
  const stated = migrated.columns.map((line) =>
    sqlOnly.some((prefix) => line.startsWith(prefix)) ? line.replace(' not null', '') : line,
  )
  expect(stated).toEqual(modelled.columns)
  expect(stated.filter((line, at) => line !== migrated.columns[at])).toHaveLength(SQL_ONLY_NOT_NULL.length)
})

test('migrations and schema.prisma have the same primary keys, unique keys and indexes, the named SQL-only ones apart', () => {
  const isSqlOnly = (line: string): boolean =>
    SQL_ONLY_INDEXES.some((name) => line.includes(`INDEX ${name} `))
  expect(migrated.indexes.filter((line) => !isSqlOnly(line))).toEqual(modelled.indexes)
  expect(migrated.indexes.filter(isSqlOnly)).toHaveLength(SQL_ONLY_INDEXES.length)
})

test('migrations and schema.prisma have the same foreign keys', () => {
  expect(modelled.foreignKeys.length).toBeGreaterThan(1)
  expect(migrated.foreignKeys).toEqual(modelled.foreignKeys)
})

test('nothing but the named checks, functions and sequences exists in the SQL alone', () => {
  expect(migrated.checks).toEqual(SQL_ONLY_CHECKS)
  expect(migrated.functions).toEqual(SQL_ONLY_FUNCTIONS)
  expect(migrated.sequences).toEqual(SQL_ONLY_SEQUENCES)
})

test('every message table has a default partition and four months', () => {
  const tables = ['mms_attempt', 'mms_content', 'mms_event', 'mms_facet', 'mms_log']
  const kinds = migrated.partitions.map((name) => name.replace(/\d{6}$/, 'YYYYMM'))
  expect(kinds).toEqual(
    tables.flatMap((table) => [...Array<string>(4).fill(`${table}_YYYYMM`), `${table}_default`]),
  )
})
