/** The parameters of a form request. */
export type Form = {
  /** The value of a parameter, its last one if repeated; undefined when the parameter is absent. */
  find(name: string): string | undefined
  /** Every value of a parameter, in order. */
  list(name: string): string[]
}

/** Reads a parsed form body. Anything else, JSON included, is a form without parameters: Twilio does not understand it. */
export function readForm(body: unknown): Form {
  const fields: Record<string, unknown> = typeof body === 'object' && body !== null ? { ...body } : {}
  const list = (name: string): string[] => {
    const value = fields[name]
    const values: unknown[] = Array.isArray(value) ? value : [value]
    return values.filter((one) => typeof one === 'string')
  }
  return { list, find: (name) => list(name).at(-1) }
}
