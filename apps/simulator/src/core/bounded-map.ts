/** A map that forgets its oldest entry when it grows past its limit. */
export type BoundedMap<K, V> = {
  get(key: K): V | undefined
  set(key: K, value: V): void
  delete(key: K): boolean
  clear(): void
  /** Oldest first. */
  values(): IterableIterator<V>
  size(): number
}

/** Makes a map of at most `limit` entries; `onDrop` hears of each entry that was forgotten to make room. */
export function createBoundedMap<K, V>(limit: number, onDrop: (value: V) => void): BoundedMap<K, V> {
  const entries = new Map<K, V>()
  return {
    get: (key) => entries.get(key),
    set: (key, value) => {
      entries.set(key, value)
      while (entries.size > limit) {
        const oldest = entries.entries().next()
        if (oldest.done) return
        entries.delete(oldest.value[0])
        onDrop(oldest.value[1])
      }
    },
    delete: (key) => entries.delete(key),
    clear: () => entries.clear(),
    values: () => entries.values(),
    size: () => entries.size,
  }
}
