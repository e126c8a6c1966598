/**
 * Gives a number in [0, 1) that depends on the seed and the key alone. There is no stream to advance: two runs that see
 * the same creates in the same order draw the same faults, however their callbacks interleave.
 */
export function drawAt(seed: number, key: string): number {
  let hash = (0x811c9dc5 ^ seed) >>> 0
  for (let i = 0; i < key.length; i += 1) {
    hash = Math.imul(hash ^ key.charCodeAt(i), 0x01000193)
  }
  return scramble(hash) / 0x1_0000_0000
}

// FNV-1a alone leaves neighbouring keys correlated; Murmur3's finalizer spreads them.
function scramble(hash: number): number {
  let mixed = hash ^ (hash >>> 16)
  mixed = Math.imul(mixed, 0x85ebca6b)
  mixed ^= mixed >>> 13
  mixed = Math.imul(mixed, 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}
