/** Bytes that came so far, never more than the cap. */
export type Gathered = {
  /** Copies a chunk in; answers false, keeping nothing of it, if the cap would be passed. */
  add(chunk: Buffer): boolean
  /** Everything that was added. No more may be added after this. */
  take(): Buffer
}

const firstBytes = 64 * 1024

/**
 * Gathers chunks in one block that grows up to `maxBytes`. Chunks are copied: each is a view of its own on
 * what the socket read, and a server that sends a million of one byte would cost a hundred times its bytes.
 */
export function gatherBytes(maxBytes: number): Gathered {
  let block = Buffer.allocUnsafe(Math.min(firstBytes, maxBytes))
  let size = 0
  return {
    add(chunk) {
      const needed = size + chunk.length
      if (needed > maxBytes) return false
      if (needed > block.length) {
        const wider = Buffer.allocUnsafe(Math.min(maxBytes, Math.max(needed, block.length * 2)))
        block.copy(wider, 0, 0, size)
        block = wider
      }
      chunk.copy(block, size)
      size = needed
      return true
    },
    take: () => block.subarray(0, size),
  }
}
