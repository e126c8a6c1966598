import pg from 'pg'

/** What a database has, as comparable lines. */
export type Catalog = {
  readonly columns: string[]
  readonly indexes: string[]
  readonly foreignKeys: string[]
  readonly checks: string[]
  readonly partitions: string[]
  readonly sequences: string[]
  readonly functions: string[]
}

// Our tables: not Prisma's bookkeeping, and of a partitioned table the parent only.
const TABLES = `SELECT oid, relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
  AND relkind IN ('r', 'p') AND NOT relispartition AND relname <> '_prisma_migrations'`

const QUERIES: Record<keyof Catalog, string> = {
  columns: `SELECT concat_ws(' ', t.relname || '.' || attname, format_type(atttypid, atttypmod),
      CASE WHEN attnotnull THEN 'not null' END, 'default ' || pg_get_expr(adbin, adrelid))
    FROM (${TABLES}) t JOIN pg_attribute ON attrelid = t.oid AND attnum > 0 AND NOT attisdropped
    LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum`,
  indexes: `SELECT concat_ws(' ', CASE WHEN indisprimary THEN 'primary key' END, pg_get_indexdef(indexrelid))
    FROM (${TABLES}) t JOIN pg_index ON indrelid = t.oid`,
  foreignKeys: `SELECT concat_ws(' ', t.relname, conname, pg_get_constraintdef(c.oid))
    FROM (${TABLES}) t JOIN pg_constraint c ON conrelid = t.oid AND contype = 'f'`,
  checks: `SELECT conname FROM (${TABLES}) t JOIN pg_constraint c ON conrelid = t.oid AND contype = 'c'`,
  partitions: `SELECT relname FROM pg_class WHERE relispartition AND relkind = 'r'`,
  sequences: `SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace`,
  functions: `SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace`,
}

/** Reads the catalog, each list sorted, with spellings that mean the same written in one way. */
export async function readCatalog(url: string): Promise<Catalog> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const lines = async (query: string): Promise<string[]> => {
      const { rows } = await client.query<[string]>({ text: query, rowMode: 'array' })
      return rows.map(([line]) => oneSpelling(line)).sort()
    }
    return {
      columns: await lines(QUERIES.columns),
      indexes: await lines(QUERIES.indexes),
      foreignKeys: await lines(QUERIES.foreignKeys),
      checks: await lines(QUERIES.checks),
      partitions: await lines(QUERIES.partitions),
      sequences: await lines(QUERIES.sequences),
      functions: await lines(QUERIES.functions),
    }
  } finally {
    await client.end()
  }
}

function oneSpelling(line: string): string {
  return line
    .replace(' ON ONLY ', ' ON ')
    .replace('default CURRENT_TIMESTAMP', 'default now()')
    .replace('default ARRAY[]::text[]', "default '{}'::text[]")
}
