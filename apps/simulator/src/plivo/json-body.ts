/** The parameters of a create request. */
export type JsonBody = {
  /** False when the request was not a JSON object. */
  isObject: boolean
  /** The value of a parameter as sent; undefined when it is absent or null. */
  find(name: string): unknown
  /** A text, or a number written out; undefined for anything else and for an empty text. */
  text(name: string): string | undefined
  /** The texts of a list; a lone text counts as a list of one. */
  list(name: string): string[]
}

/** Reads a request body. Plivo understands JSON alone: a form is a body without parameters. */
export function readJsonBody(contentType: string | undefined, body: unknown): JsonBody {
  const fields = /^application\/json\b/i.test(contentType ?? '') ? parse(body) : undefined
  const find = (name: string): unknown => fields?.[name] ?? undefined
  return {
    isObject: fields !== undefined,
    find,
    text: (name) => {
      const value = find(name)
      if (typeof value === 'number') return String(value)
      return typeof value === 'string' && value !== '' ? value : undefined
    },
    list: (name) => {
      const value = find(name)
      const values: unknown[] = Array.isArray(value) ? value : [value]
      return values.filter((one) => typeof one === 'string')
    },
  }
}

function parse(body: unknown): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(String(body))
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
  } catch {
    return undefined
  }
}
