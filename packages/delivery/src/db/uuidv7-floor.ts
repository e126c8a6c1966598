/** Smallest UUID of this UUIDv7 timestamp (RFC 9562, 5.7), in milliseconds since 1970: what `uuidv7_floor` is in SQL. */
export function uuidv7Floor(ms: number): string {
  const time = ms.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-0000-0000-000000000000`
}
