import { parseArgs } from 'node:util'
import { Failure } from './failure.mjs'

/** @typedef {{ type: 'boolean' | 'string', help: string, value?: string }} Flag */
/** @typedef {{ command: string, flags: Record<string, Flag>, takesFiles?: boolean }} FlagSpec */

/**
 * Reads command line flags; unknown ones and missing values are a Failure of one line.
 * @param {string[]} args
 * @param {FlagSpec} spec
 * @returns {{ flags: Record<string, any>, rest: string[] }}
 */
export function readFlags(args, spec) {
  const known = { ...spec.flags, help: { type: 'boolean', help: 'show this text' } }
  const options = Object.fromEntries(Object.entries(known).map(([name, flag]) => [name, { type: flag.type }]))
  const { tokens } = parseArgs({ args, options, strict: false, allowPositionals: true, tokens: true })
  const flags = {}
  const rest = []
  for (const token of tokens) {
    if (token.kind === 'positional') rest.push(token.value)
    if (token.kind === 'option') flags[token.name] = readFlag(token, known[token.name], spec)
  }
  if (rest.length > 0 && !spec.takesFiles) throw refusal(`Unknown argument ${rest[0]}`, spec)
  return { flags, rest }
}

/** The text of `--help`. */
export function helpText(spec, intro) {
  const rows = Object.entries({ ...spec.flags, help: { type: 'boolean', help: 'show this text' } }).map(
    ([name, flag]) => `  ${`--${name}${flag.value ? ` ${flag.value}` : ''}`.padEnd(20)} ${flag.help}`,
  )
  return [intro, '', ...rows].join('\n')
}

function readFlag(token, flag, spec) {
  if (!flag) throw refusal(`Unknown flag ${token.rawName}`, spec)
  if (flag.type === 'boolean') {
    if (token.value !== undefined) throw refusal(`Flag ${token.rawName} takes no value`, spec)
    return true
  }
  if (!token.value) throw refusal(`Flag ${token.rawName} needs a value`, spec)
  return token.value
}

function refusal(message, spec) {
  return new Failure(message, { remedy: `${spec.command} --help lists what there is` })
}
