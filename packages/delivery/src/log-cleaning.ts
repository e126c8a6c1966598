const maxTextLength = 1_000
const maxDepth = 4
const maxEntries = 50

// Names under which numbers, content and secrets travel, in any spelling: compared in lower case, letters only.
const secretNames = new Set([
  'to',
  'from',
  'phone',
  'phonenumber',
  'tonumber',
  'fromnumber',
  'body',
  'text',
  'form',
  'mediaurl',
  'mediaurls',
  'metadata',
  'authorization',
  'cookie',
  'token',
  'authtoken',
  'apikey',
  'secret',
  'password',
  'headers',
  'url',
  'databaseurl',
  'redisurl',
])

/** A copy of a log record's fields without numbers, content and secrets; bounded in depth and size. */
export function cleanFields(fields: Record<string, unknown>): Record<string, unknown> {
  return cleanRecord(fields, 0)
}

/** Text for a log line: phone numbers, URLs and keys masked, control characters escaped by JSON, cut at 1,000 characters. */
export function cleanString(text: string): string {
  const cut = text.length > maxTextLength ? `${text.slice(0, maxTextLength)}…` : text
  return cut
    .replace(/\b[a-z][a-z0-9+.-]*:\/\/[^\s"'`]+/gi, '[url]')
    .replace(/\bhg_[A-Za-z0-9_-]+/g, '[key]')
    .replace(/\b(Bearer|Basic)\s+[^\s"']+/gi, '$1 [secret]')
    .replace(/(?<![\w-])\+?[1-9]\d{3,10}(\d{4})(?![\w-])/g, '…$1')
}

function cleanRecord(record: object, depth: number): Record<string, unknown> {
  const cleaned: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(record).slice(0, maxEntries)) {
    const isSecret = secretNames.has(name.toLowerCase().replace(/[^a-z]/g, ''))
    cleaned[name] = isSecret && value !== undefined && value !== null ? '[redacted]' : clean(value, depth + 1)
  }
  return cleaned
}

function clean(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return cleanString(value)
  // Errors and dates have serializers of their own.
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date)
    return value
  if (depth > maxDepth) return '[deep]'
  if (Array.isArray(value)) return value.slice(0, maxEntries).map((entry) => clean(entry, depth + 1))
  return cleanRecord(value, depth)
}
