import type { Db } from '../db/db.ts'
import { readApiKeyPrefix } from './api-key.ts'
import { type FoundApiKey, noteUse, proveKey, readKeyRecordAnyTenant } from './key-record.ts'

/**
 * Finds the live key behind a presented one by asking the database; undefined when it is malformed, unknown, wrong,
 * revoked or expired. Notes the use at most once a minute. A busy process asks a key cache instead.
 */
export async function findApiKey(db: Db, presented: string): Promise<FoundApiKey | undefined> {
  const prefix = readApiKeyPrefix(presented)
  if (prefix === undefined) return undefined
  const record = await readKeyRecordAnyTenant(db, prefix)
  const found = proveKey(record, presented, 0)
  if (found !== undefined && record?.isUseNoted === false) await noteUse(db, found.keyId)
  return found
}
