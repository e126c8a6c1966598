import type { Db } from '../db/db.ts'
import { readApiKeyPrefix } from './api-key.ts'
import { type FoundApiKey, type KeyRecord, noteUse, proveKey, readKeyRecordAnyTenant } from './key-record.ts'

// Keys of this process, by prefix. A record is believed for 4 seconds from the moment it was asked for, so that a
// revocation anywhere counts everywhere within 5. The secret is proven on every request; only the row is remembered.
// Known and unknown prefixes are kept apart, so that guesses cannot push out keys that work.

/** Looks keys up, mostly without asking the database. */
export type KeyCache = {
  /** As `findApiKey`, with an answer that is at most 5 seconds old; at once unless the database has to be asked or told. */
  find(presented: string): FoundApiKey | undefined | Promise<FoundApiKey | undefined>
  /** Whether a key with this prefix exists, as far as this process has seen: proving it costs next to nothing. */
  knows(prefix: string): boolean
  /** Asks the database again for this prefix, or for all: after a change made by this process. */
  forget(prefix?: string): void
}

type KeyCacheDeps = {
  readonly db: Db
  /** Monotonic milliseconds. */
  readonly clock: () => number
  readonly maxEntries?: number
}

type Entry = { readonly record: KeyRecord | undefined; readonly askedAt: number; needsNote: boolean }

const ttlMs = 4_000

/** Opens an empty cache of at most `maxEntries` (default 10,000) known and as many unknown prefixes. Holds no resources. */
export function openKeyCache({ db, clock, maxEntries = 10_000 }: KeyCacheDeps): KeyCache {
  const known = new Map<string, Entry>()
  const unknown = new Map<string, Entry>()
  const asked = new Map<string, Promise<Entry>>()

  const ask = async (prefix: string): Promise<Entry> => {
    const askedAt = clock()
    const record = await readKeyRecordAnyTenant(db, prefix)
    return { record, askedAt, needsNote: record?.isUseNoted === false }
  }

  /** One question at a time per prefix. An answer to a question from before a `forget` is used, but not kept. */
  const look = (prefix: string): Promise<Entry> => {
    const running = asked.get(prefix)
    if (running !== undefined) return running
    const question = ask(prefix)
      .then((entry) => {
        if (asked.get(prefix) === question) keep(prefix, entry)
        return entry
      })
      .finally(() => {
        if (asked.get(prefix) === question) asked.delete(prefix)
      })
    asked.set(prefix, question)
    return question
  }

  const keep = (prefix: string, entry: Entry): void => {
    known.delete(prefix)
    unknown.delete(prefix)
    const kept = entry.record === undefined ? unknown : known
    const oldest = kept.size < maxEntries ? undefined : kept.keys().next().value
    if (oldest !== undefined) kept.delete(oldest)
    kept.set(prefix, entry)
  }

  const findFresh = (prefix: string): Entry | undefined => {
    const entry = known.get(prefix) ?? unknown.get(prefix)
    return entry !== undefined && clock() - entry.askedAt < ttlMs ? entry : undefined
  }

  const prove = (entry: Entry, presented: string): ReturnType<KeyCache['find']> => {
    const found = proveKey(entry.record, presented, clock() - entry.askedAt)
    if (found === undefined || !entry.needsNote) return found
    entry.needsNote = false
    return noteUse(db, found.keyId).then(() => found)
  }

  return {
    find: (presented) => {
      const prefix = readApiKeyPrefix(presented)
      if (prefix === undefined) return undefined
      const entry = findFresh(prefix)
      return entry === undefined
        ? look(prefix).then((asked) => prove(asked, presented))
        : prove(entry, presented)
    },
    knows: (prefix) => known.has(prefix),
    forget: (prefix) => {
      for (const name of prefix === undefined ? [...known.keys(), ...asked.keys()] : [prefix]) {
        const entry = known.get(name)
        if (entry !== undefined) known.set(name, { ...entry, askedAt: Number.NEGATIVE_INFINITY })
        asked.delete(name)
      }
    },
  }
}
