import { createHash } from 'node:crypto'

/** Contents of fetched media, kept once however many messages carry them. */
export type MediaStore = {
  /** Keeps the bytes and gives their hash. */
  add(bytes: Buffer): string
  find(hash: string): Buffer | undefined
  clear(): void
}

/** Makes an empty store that keeps at most `maxBytes` in all; the longest unused content is forgotten first. */
export function createMediaStore(maxBytes: number): MediaStore {
  const contents = new Map<string, Buffer>()
  let total = 0
  return {
    add: (bytes) => {
      const hash = createHash('sha256').update(bytes).digest('hex')
      const known = contents.get(hash)
      contents.delete(hash)
      contents.set(hash, known ?? bytes)
      if (!known) total += bytes.length
      for (const [oldest, content] of contents) {
        if (total <= maxBytes || oldest === hash) break
        contents.delete(oldest)
        total -= content.length
      }
      return hash
    },
    find: (hash) => contents.get(hash),
    clear: () => {
      contents.clear()
      total = 0
    },
  }
}
