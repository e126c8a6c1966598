import { chmod, mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { cliSource } from '../audit/write-audit.ts'
import type { Db } from '../db/db.ts'
import { issueApiKey } from './create-api-key.ts'
import { findApiKey } from './find-api-key.ts'
import type { Scope } from './scopes.ts'

/** Which key the file must hold. */
export type KeyFileDraft = {
  readonly file: string
  readonly tenantId: string
  readonly name: string
  readonly scopes: readonly Scope[]
}

/** `kept`: the file's key opens this database. `made`: a new one was written. */
export type KeyFileResult = { readonly kind: 'kept' | 'made' }

/**
 * Makes sure that `file` holds a key of this tenant that works on this database with all of the scopes. The file is
 * readable by its owner alone (0600) and is replaced as a whole: a reader sees the old key or the new one.
 */
export async function ensureKeyFile(db: Db, draft: KeyFileDraft): Promise<KeyFileResult> {
  const found = await findApiKey(db, await readKey(draft.file))
  const isEnough =
    found?.tenantId === draft.tenantId && draft.scopes.every((scope) => found.scopes.includes(scope))
  if (isEnough) {
    await chmod(draft.file, 0o600)
    return { kind: 'kept' }
  }
  const { key } = await db.$transaction((tx) => issueApiKey(tx, draft, cliSource))
  await writeKey(draft.file, key)
  return { kind: 'made' }
}

async function readKey(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  }
}

async function writeKey(file: string, key: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const draftFile = `${file}.${process.pid}.new`
  // A leftover of a crashed run may have wider rights, which opening would keep.
  await rm(draftFile, { force: true })
  const handle = await open(draftFile, 'wx', 0o600)
  try {
    await handle.writeFile(`${key}\n`)
    await handle.sync()
  } finally {
    await handle.close()
  }
  await rename(draftFile, file)
}
