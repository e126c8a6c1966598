import { createHash } from 'node:crypto'
import { refuseFields } from './problems/refusal.ts'

// Structured-field string (RFC 9651, section 3.3.3): only the quote and the backslash are escaped.
const quoted = /^"((?:[\x20-\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/
const visible = /^[\x21-\x7e]{1,255}$/

/**
 * Reads an Idempotency-Key header (IETF httpapi draft): 1 to 255 visible ASCII characters, bare or as
 * a quoted string; both spellings name the same key. Undefined without a header.
 */
export function readIdempotencyKey(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined
  const text = Array.isArray(header) ? header.join(', ') : header
  const inner = quoted.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1')
  const key = inner ?? text
  if (visible.test(key)) return key
  throw refuseFields([
    {
      field: 'Idempotency-Key',
      rule: 'idempotency_key',
      message: 'must be 1 to 255 visible ASCII characters without spaces, a UUID for example',
    },
  ])
}

/** SHA-256 over canonical JSON: the same for bodies that differ only in order of keys and white space. */
export function hashRequest(body: unknown): Uint8Array<ArrayBuffer> {
  return new Uint8Array(createHash('sha256').update(canonicalJson(body)).digest())
}

function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const pairs = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalJson(member)}`)
  return `{${pairs.join(',')}}`
}
