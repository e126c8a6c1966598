import { pipeline } from 'node:stream/promises'
import type pg from 'pg'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'

/** A table and the query whose rows it gets, in the order of `columns`. */
export type TableRows = { readonly table: string; readonly columns: string; readonly rows: string }

/** Fills a table with COPY, from a query that another connection runs. */
export async function copyTable(
  { reader, writer }: { readonly reader: pg.Client; readonly writer: pg.Client },
  { table, columns, rows }: TableRows,
): Promise<void> {
  await pipeline(
    reader.query(copyTo(`COPY (${rows}) TO STDOUT`)),
    writer.query(copyFrom(`COPY ${table} (${columns}) FROM STDIN`)),
  )
}
