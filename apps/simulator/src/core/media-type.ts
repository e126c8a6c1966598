/** The bare type of a Content-Type header, in lower case; empty when there is none. */
export function mediaType(header: string | undefined): string {
  const [type = ''] = (header ?? '').split(';', 1)
  return type.trim().toLowerCase()
}

/** False when the bytes are plainly not what the type promises. Only png, gif and jpeg are looked into. */
export function matchesType(type: string, bytes: Buffer): boolean {
  if (type === 'image/png') return startsWith(bytes, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  if (type === 'image/gif') return startsWith(bytes, [0x47, 0x49, 0x46, 0x38])
  if (type === 'image/jpeg' || type === 'image/jpg') return startsWith(bytes, [0xff, 0xd8, 0xff])
  return bytes.length > 0
}

function startsWith(bytes: Buffer, magic: number[]): boolean {
  return magic.every((byte, i) => bytes[i] === byte)
}
