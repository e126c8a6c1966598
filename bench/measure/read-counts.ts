import { parseArgs } from 'node:util'

/** What a benchmark was asked for. `stop` has the exit code and the text to show. */
export type BenchOptions<Name extends string> =
  | { readonly counts: Readonly<Record<Name, number>>; readonly json: string | undefined }
  | { readonly stop: { readonly code: number; readonly text: string } }

/** Reads `--<name> N`, `--json FILE` and `--help`. Counts are whole numbers from 1. */
export function readCounts<Name extends string>(
  args: string[],
  defaults: Readonly<Record<Name, number>>,
  help: string,
): BenchOptions<Name> {
  const names = Object.keys(defaults) as Name[]
  const options = Object.fromEntries(names.map((name) => [name, { type: 'string' as const }]))
  let values: Readonly<Record<string, string | boolean | undefined>>
  try {
    const extra = { json: { type: 'string' }, help: { type: 'boolean', short: 'h' } } as const
    values = parseArgs({ args, options: { ...options, ...extra } }).values
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error)
    return { stop: { code: 2, text: `${text}; --help shows the options` } }
  }
  if (values['help'] === true) return { stop: { code: 0, text: help } }
  const counts: Record<Name, number> = { ...defaults }
  for (const name of names) {
    const value = values[name]
    if (value === undefined) continue
    if (typeof value !== 'string' || !/^[1-9]\d{0,8}$/.test(value)) {
      return { stop: { code: 2, text: `--${name} wants a whole number from 1, not ${String(value)}` } }
    }
    counts[name] = Number(value)
  }
  return { counts, json: typeof values['json'] === 'string' ? values['json'] : undefined }
}
