import type { Db } from './db.ts'

const known = new WeakMap<Db, Promise<number>>()

/** Major version of the server behind a pool, such as 18. Asked once for each pool; rejects when the server is away. */
export function readServerMajor(db: Db): Promise<number> {
  const asked = known.get(db)
  if (asked !== undefined) return asked
  const major = ask(db)
  known.set(db, major)
  major.catch(() => known.delete(db))
  return major
}

async function ask(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ major: number }[]>`
    SELECT current_setting('server_version_num')::int / 10000 AS major`
  if (row === undefined) throw new Error('the server told no version')
  return row.major
}
