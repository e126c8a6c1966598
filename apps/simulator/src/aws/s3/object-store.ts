/** A stored object. */
export type StoredObject = {
  bytes: Buffer
  contentType: string
  /** With its quotes, as S3 gives it. */
  etag: string
  /** Checksum headers that came with it, such as `x-amz-checksum-crc32`. */
  checksums: Readonly<Record<string, string>>
  /** Metadata headers that came with it. */
  metadata: Readonly<Record<string, string>>
  modifiedAt: Date
}

/** The objects of all buckets. */
export type ObjectStore = {
  put(bucket: string, key: string, object: StoredObject): void
  find(bucket: string, key: string): StoredObject | undefined
  remove(bucket: string, key: string): void
  clear(): void
}

/** Makes an empty store that keeps at most `maxBytes` in all; the object that was put longest ago is forgotten first. */
export function createObjectStore(maxBytes: number): ObjectStore {
  const objects = new Map<string, StoredObject>()
  let total = 0
  const removeId = (id: string): void => {
    total -= objects.get(id)?.bytes.length ?? 0
    objects.delete(id)
  }
  return {
    put: (bucket, key, object) => {
      const id = idOf(bucket, key)
      removeId(id)
      objects.set(id, object)
      total += object.bytes.length
      for (const oldest of objects.keys()) {
        if (total <= maxBytes || oldest === id) break
        removeId(oldest)
      }
    },
    find: (bucket, key) => objects.get(idOf(bucket, key)),
    remove: (bucket, key) => removeId(idOf(bucket, key)),
    clear: () => {
      objects.clear()
      total = 0
    },
  }
}

// A bucket's name has no slash in it.
function idOf(bucket: string, key: string): string {
  return `${bucket}/${key}`
}
