import type { Keyring } from './keyring.ts'

/** The list that a cursor continues: it is worthless for another tenant or another filter. */
export type CursorScope = { readonly tenantId: string; readonly filter: readonly (string | null)[] }

const formatVersion = 1
const idBytes = 16
const macBytes = 16
const idPattern = /^([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/

/** Writes an opaque, signed, URL-safe cursor that continues after `lastId` (a UUID). */
export function writeCursor(keyring: Keyring, scope: CursorScope, lastId: string): string {
  const mac = keyring.sign('cursor', signedText(scope, lastId))
  return Buffer.concat([
    Buffer.from([formatVersion]),
    Buffer.from(lastId.replaceAll('-', ''), 'hex'),
    Buffer.from(mac, 'base64url'),
  ]).toString('base64url')
}

/** Reads the id a cursor continues after; undefined when it is malformed, changed, or of another list. */
export function readCursor(keyring: Keyring, scope: CursorScope, cursor: string): string | undefined {
  const bytes = Buffer.from(cursor, 'base64url')
  // Node skips what is not base64url; only the one canonical spelling counts.
  if (bytes.length !== 1 + idBytes + macBytes || bytes.toString('base64url') !== cursor) return undefined
  const parts = idPattern.exec(bytes.subarray(1, 1 + idBytes).toString('hex'))
  if (bytes[0] !== formatVersion || parts === null) return undefined
  const lastId = parts.slice(1).join('-')
  const mac = bytes.subarray(1 + idBytes).toString('base64url')
  return keyring.verify('cursor', signedText(scope, lastId), mac) ? lastId : undefined
}

function signedText(scope: CursorScope, lastId: string): string {
  return JSON.stringify([formatVersion, scope.tenantId, scope.filter, lastId])
}
