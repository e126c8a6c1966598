import { type Db, Prisma } from '../db/db.ts'
import { readServerMajor } from '../db/server-version.ts'
import type { Driver } from './drivers.ts'
import { type IdRange, type ListOrder, type MessageFilter, neighbourOf } from './message-filter.ts'

/** What a read through one driver covers: the ids in `ids`, in `order`, at most `limit` entries of each branch. */
export type Read = {
  readonly filter: MessageFilter
  readonly ids: IdRange
  readonly order: ListOrder
  readonly limit: number
  /** Whether a scan ends at the far bound by itself (`endsAtFarBound`). */
  readonly endsAtFarBound: boolean
}

/**
 * Whether a scan of rows compared as a whole ends where a later column of theirs does. Before Postgres 18 only the first
 * column ends it: beyond the ids asked for it reads the tenant's other entries of each month, to no use.
 */
export async function endsAtFarBound(db: Db): Promise<boolean> {
  return (await readServerMajor(db)) >= 18
}

/**
 * The stretches of an index that a driver reads, as a subquery with a column `value`: one for each status, one for
 * anything else. The statements below read one of them, as `k`.
 */
export function branchesOf(driver: Driver, filter: MessageFilter): Prisma.Sql {
  const values = driver.kind === 'status' ? [...(filter.statuses ?? [])] : ['']
  return Prisma.sql`SELECT unnest(${values}::text[]) AS value`
}

/** How many stretches of an index a driver reads. */
export function countBranches(driver: Driver, filter: MessageFilter): number {
  return driver.kind === 'status' ? (filter.statuses?.length ?? 0) : 1
}

/**
 * The rows (all columns of mms_log, and `place`, the id again) of branch `k` of a driver, in the order of
 * `orderOf`. Each form is written so that the planner can read its index in order and stop early.
 */
export function rowsOf(driver: Driver, read: Read): Prisma.Sql {
  switch (driver.kind) {
    case 'tenant':
    case 'row':
    case 'status':
      return stretch(driver, read, Prisma.sql`m.id AS place, m.*`)
    case 'facet':
      return rowsBehind(facetIds(driver.facet, read), read)
    case 'provider_id':
      return rowsBehind(providerIdIds(read), read)
  }
}

/** The order in which a driver has its rows: that of their ids, named so that the planner sees it is there already. */
export function orderOf(driver: Driver, order: ListOrder): Prisma.Sql {
  if (driver.kind === 'facet' || driver.kind === 'provider_id') return Prisma.sql`m.place ${direction(order)}`
  const columns = [...keyOf(driver).map(({ column }) => column), Prisma.sql`m.id`]
  return Prisma.join(columns.map((column) => Prisma.sql`${column} ${direction(order)}`))
}

/** The id at position `at` (from 0) of branch `k` of a driver, as a scalar subquery; null when it holds fewer. */
export function idAt(driver: Driver, read: Read, at: number): Prisma.Sql {
  const ids = idsOf(driver, { ...read, limit: at + 1 })
  return Prisma.sql`(SELECT p.id FROM (${ids}) p OFFSET ${at}::int LIMIT 1)`
}

function idsOf(driver: Driver, read: Read): Prisma.Sql {
  if (driver.kind === 'facet') return facetIds(driver.facet, read)
  return driver.kind === 'provider_id' ? providerIdIds(read) : stretch(driver, read, Prisma.sql`m.id`)
}

/** The conditions on `m` that the driver does not ensure by itself. */
export function rechecksOf(driver: Driver, filter: MessageFilter): readonly Prisma.Sql[] {
  const { statuses = [], created, sent, final } = filter
  const isDrivenBy = (facet: string) => driver.kind === 'facet' && driver.facet === facet
  const facet = (name: string, value: string | undefined, recheck = hasFacet) =>
    value === undefined || isDrivenBy(`${name}:${value}`) ? [] : [recheck(value, name, filter.tenantId)]
  const row = (column: Column, value: string | undefined) =>
    value === undefined || (driver.kind === 'row' && driver.column === column) ? [] : [equals(column, filter)]
  return [
    ...row('to_number', filter.to),
    ...row('error_code', filter.errorCode),
    ...row('error_class', filter.errorClass),
    ...(statuses.length === 0 || driver.kind === 'status'
      ? []
      : [Prisma.sql`m.status = ANY(${[...statuses]}::text[])`]),
    ...facet('ref', filter.reference, (value) => Prisma.sql`m.reference = ${value}`),
    ...facet('batch', filter.batchId, (value) => Prisma.sql`m.batch_id = ${value}::uuid`),
    ...facet('tag', filter.tag),
    ...facet('meta', filter.metadataKey),
    ...facet('from', filter.from, leavesFrom),
    ...facet('provider', filter.provider, (value) => Prisma.sql`m.provider = ${value}`),
    ...within('created_at', created),
    ...within('sent_at', sent),
    ...within('final_at', final),
  ]
}

type Stretched = Extract<Driver, { kind: 'tenant' | 'row' | 'status' }>
type KeyColumn = { readonly column: Prisma.Sql; readonly value: Prisma.Sql }

/** The columns before the id in the index of a driver, each with the value it is read at. */
function keyOf(driver: Stretched, filter?: MessageFilter): readonly KeyColumn[] {
  const tenant = { column: Prisma.sql`m.tenant_id`, value: Prisma.sql`${filter?.tenantId ?? null}::uuid` }
  if (driver.kind === 'tenant' || isError(driver)) return [tenant]
  if (driver.kind === 'status') return [{ column: Prisma.sql`m.status`, value: Prisma.sql`k.value` }, tenant]
  return [{ column: Prisma.sql`m.to_number`, value: Prisma.sql`${filter?.to ?? null}::text` }, tenant]
}

/**
 * Errors are compared as they are: their columns are mostly null, and the planner would take the comparison of rows for
 * one that hardly any row passes. An error is rare enough for its index to be the cheapest by far.
 */
function isError(driver: Stretched): driver is { kind: 'row'; column: 'error_code' | 'error_class' } {
  return driver.kind === 'row' && driver.column !== 'to_number'
}

const lastId = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const firstId = '00000000-0000-0000-0000-000000000000'

/**
 * One stretch of an index, written as a comparison of whole rows and not as equalities: with equalities the order by
 * id is one that the primary key has too, and the planner may read all tenants in that order until it has met enough
 * of one. Both bounds belong to the stretch, so that the planner, who looks at the first column alone, does not take
 * it for empty and sort it. Bounds of the id by itself would bring the primary key back; each month costs one descent.
 * The limit is written out, because the planner assumes a tenth of all rows for one that it does not see.
 * Where a scan does not end at the far bound, that bound is checked on what the limit let through.
 */
function stretch(driver: Stretched, read: Read, columns: Prisma.Sql): Prisma.Sql {
  const key = keyOf(driver, read.filter)
  const names = Prisma.join([...key.map(({ column }) => column), Prisma.sql`m.id`])
  const values = Prisma.join(key.map(({ value }) => value))
  const first = read.ids.from ?? firstId
  const last = read.ids.to === undefined ? lastId : neighbourOf(read.ids.to, 'below')
  const isDescending = read.order === 'desc'
  const lower = read.endsAtFarBound || !isDescending ? first : firstId
  const upper = read.endsAtFarBound || isDescending ? last : lastId
  const scanned = Prisma.sql`SELECT ${columns} FROM mms_log m
    WHERE (${names}) >= (${values}, ${lower}::uuid) AND (${names}) <= (${values}, ${upper}::uuid)
      ${isError(driver) ? Prisma.sql`AND ${equals(driver.column, read.filter)}` : Prisma.empty}
    ORDER BY ${orderOf(driver, read.order)} LIMIT ${Prisma.raw(String(read.limit))}`
  if (lower === first && upper === last) return scanned
  return Prisma.sql`SELECT m.* FROM (${scanned}) m WHERE m.id >= ${first}::uuid AND m.id <= ${last}::uuid`
}

/** Rows by their ids, one by one and in the order of the ids: OFFSET 0 keeps the planner from any other way. */
function rowsBehind(ids: Prisma.Sql, read: Read): Prisma.Sql {
  return Prisma.sql`SELECT d.id AS place, m.* FROM (${ids}) d CROSS JOIN LATERAL (
      SELECT l.* FROM mms_log l WHERE l.id = d.id AND l.tenant_id = ${read.filter.tenantId}::uuid OFFSET 0
    ) m`
}

function facetIds(facet: string, read: Read): Prisma.Sql {
  return Prisma.sql`SELECT f.message_id AS id FROM mms_facet f
    WHERE f.tenant_id = ${read.filter.tenantId}::uuid AND f.facet = ${facet}
      ${idsWithin(Prisma.sql`f.message_id`, read.ids)}
    ORDER BY f.message_id ${direction(read.order)} LIMIT ${Prisma.raw(String(read.limit))}`
}

/** One row at most per account. Accounts are few, so each is looked up by the whole primary key. */
function providerIdIds(read: Read): Prisma.Sql {
  const { tenantId, providerId = '' } = read.filter
  return Prisma.sql`SELECT r.message_id AS id FROM provider_account a CROSS JOIN LATERAL (
      SELECT p.message_id FROM provider_ref p
      WHERE p.provider_account_id = a.id AND p.provider_id = ${providerId} AND p.tenant_id = ${tenantId}::uuid
        ${idsWithin(Prisma.sql`p.message_id`, read.ids)} OFFSET 0
    ) r ORDER BY r.message_id ${direction(read.order)} LIMIT ${Prisma.raw(String(read.limit))}`
}

/** A scalar subquery, because the planner may turn EXISTS into a join over everything with that facet. */
function hasFacet(value: string, name: string, tenantId: string): Prisma.Sql {
  return Prisma.sql`(SELECT true FROM mms_facet f
    WHERE f.tenant_id = ${tenantId}::uuid AND f.facet = ${`${name}:${value}`} AND f.message_id = m.id)`
}

/** By the sender it was given to, which never changes: a receipt may bring another `from_number`. */
function leavesFrom(address: string): Prisma.Sql {
  return Prisma.sql`m.sender_id = ANY (ARRAY(SELECT s.id FROM sender s WHERE s.address = ${address}))`
}

type Column = Extract<Driver, { kind: 'row' }>['column']

function equals(column: Column, filter: MessageFilter): Prisma.Sql {
  return Prisma.sql`${Prisma.raw(`m.${column}`)} = ${filteredValue(column, filter)}`
}

function filteredValue(column: Column, filter: MessageFilter): string | undefined {
  if (column === 'to_number') return filter.to
  return column === 'error_code' ? filter.errorCode : filter.errorClass
}

function within(
  column: 'created_at' | 'sent_at' | 'final_at',
  range: MessageFilter['created'],
): readonly Prisma.Sql[] {
  const name = Prisma.raw(`m.${column}`)
  const { from, to } = range ?? {}
  return [
    ...(from === undefined ? [] : [Prisma.sql`${name} >= ${from}::timestamptz`]),
    ...(to === undefined ? [] : [Prisma.sql`${name} < ${to}::timestamptz`]),
  ]
}

function idsWithin(column: Prisma.Sql, { from, to }: IdRange): Prisma.Sql {
  const lower = from === undefined ? Prisma.empty : Prisma.sql`AND ${column} >= ${from}::uuid`
  const upper = to === undefined ? Prisma.empty : Prisma.sql`AND ${column} < ${to}::uuid`
  return Prisma.sql`${lower} ${upper}`
}

function direction(order: ListOrder): Prisma.Sql {
  return order === 'desc' ? Prisma.sql`DESC` : Prisma.sql`ASC`
}
