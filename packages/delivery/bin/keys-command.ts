import { parseArgs } from 'node:util'
import { rotationOverlap } from '@heliograph/shared/contracts/keys'
import { minAuditDays } from '../src/audit/trim-audit.ts'
import { DEFAULT_TENANT } from '../src/tenants/ensure-tenant.ts'
import { isScope, missingScopes, OPERATOR_SCOPES, SCOPES, type Scope } from '../src/tenants/scopes.ts'

/** A command that can be run; all its options are checked. */
export type RunnableCommand =
  | {
      readonly kind: 'create'
      readonly name: string
      /** null: an operator's key. */
      readonly tenant: string | null
      readonly scopes: readonly Scope[]
      readonly expiresInMs: number | undefined
      readonly isJson: boolean
    }
  | { readonly kind: 'list'; readonly isJson: boolean }
  | { readonly kind: 'revoke'; readonly prefix: string; readonly isJson: boolean }
  | {
      readonly kind: 'rotate'
      readonly prefix: string
      readonly overlapSeconds: number
      readonly isJson: boolean
    }
  | { readonly kind: 'verify-audit'; readonly isJson: boolean }
  | { readonly kind: 'trim-audit'; readonly days: number; readonly isJson: boolean }
  | {
      readonly kind: 'ensure'
      readonly name: string
      readonly tenant: string
      readonly file: string
      readonly isJson: boolean
    }

/** What the command line asks for. `wrong` has one line for the user. */
export type KeysCommand =
  | RunnableCommand
  | { readonly kind: 'help' }
  | { readonly kind: 'wrong'; readonly problem: string }

const OPTIONS = {
  help: { type: 'boolean', short: 'h', default: false },
  json: { type: 'boolean', default: false },
  name: { type: 'string' },
  tenant: { type: 'string' },
  operator: { type: 'boolean' },
  overlap: { type: 'string' },
  'older-than': { type: 'string' },
  expires: { type: 'string' },
  scopes: { type: 'string' },
  prefix: { type: 'string' },
  file: { type: 'string' },
} as const

const ALLOWED: Record<RunnableCommand['kind'], readonly string[]> = {
  create: ['name', 'tenant', 'operator', 'expires', 'scopes'],
  list: [],
  revoke: ['prefix'],
  rotate: ['prefix', 'overlap'],
  'verify-audit': [],
  'trim-audit': ['older-than'],
  ensure: ['name', 'tenant', 'file'],
}

/** Parses the command line. An option that the command does not know is refused, never ignored. */
export function readKeysCommand(args: readonly string[]): KeysCommand {
  try {
    const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true })
    if (values.help || args.length === 0) return { kind: 'help' }
    return readCommand(positionals, values)
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error))
  }
}

type Values = {
  readonly [name in
    | 'name'
    | 'tenant'
    | 'expires'
    | 'scopes'
    | 'prefix'
    | 'file'
    | 'overlap'
    | 'older-than']?: string
} & { readonly json: boolean; readonly operator?: boolean }

function readCommand(positionals: readonly string[], values: Values): KeysCommand {
  const [kind, extra] = positionals
  if (kind === undefined || !isKind(kind) || extra !== undefined) {
    return wrong(
      `Unknown command "${positionals.join(' ')}": use ${Object.keys(ALLOWED).join(', ')} (see --help)`,
    )
  }
  const given = Object.keys(values).filter((name) => name !== 'json' && name !== 'help')
  const foreign = given.find((name) => !ALLOWED[kind].includes(name))
  if (foreign !== undefined) return wrong(`${kind} does not take --${foreign} (see --help)`)
  const isJson = values.json
  switch (kind) {
    case 'create':
      return readCreate(values)
    case 'list':
    case 'verify-audit':
      return { kind, isJson }
    case 'trim-audit':
      return readTrim(values)
    case 'revoke':
      return isPrefix(values.prefix) ? { kind, prefix: values.prefix, isJson } : wrongPrefix(kind)
    case 'rotate':
      return readRotate(values)
    case 'ensure': {
      const { file, name } = values
      if (!isText(name) || !isText(file)) return wrong('ensure needs --name and --file')
      return { kind, name, file, tenant: values.tenant ?? DEFAULT_TENANT, isJson }
    }
  }
}

function readCreate(values: Values): KeysCommand {
  const { name, tenant = DEFAULT_TENANT, operator: isOperator = false } = values
  if (!isText(name)) return wrong('create needs --name, a word for who uses the key')
  if (!isText(tenant)) return wrong('--tenant must not be empty')
  if (isOperator && values.tenant !== undefined) return wrong('--operator and --tenant exclude each other')
  const allowed = isOperator ? OPERATOR_SCOPES : SCOPES
  const scopes = values.scopes === undefined ? [...allowed] : values.scopes.split(',')
  if (!scopes.every(isScope) || missingScopes(allowed, scopes).length > 0) {
    return wrong(`--scopes must be a comma list of ${allowed.join(', ')}`)
  }
  const expiresInMs = values.expires === undefined ? undefined : readAgeMs(values.expires)
  if (values.expires !== undefined && expiresInMs === undefined) {
    return wrong('--expires must be like 30m, 12h or 90d, and at most 3650d')
  }
  return {
    kind: 'create',
    name,
    tenant: isOperator ? null : tenant,
    scopes,
    expiresInMs,
    isJson: values.json,
  }
}

function readRotate(values: Values): KeysCommand {
  if (!isPrefix(values.prefix)) return wrongPrefix('rotate')
  const { overlap = '1d' } = values
  const overlapMs = overlap === '0' ? 0 : readAgeMs(overlap)
  if (overlapMs === undefined || overlapMs > rotationOverlap.maxSeconds * 1_000) {
    return wrong('--overlap must be 0 or like 30m, 12h or 2d, and at most 7d')
  }
  return {
    kind: 'rotate',
    prefix: values.prefix,
    overlapSeconds: overlapMs / 1_000,
    isJson: values.json,
  }
}

function readTrim(values: Values): KeysCommand {
  const days = Number(/^([1-9]\d{0,4})d$/.exec(values['older-than'] ?? '')?.[1])
  if (!(days >= minAuditDays))
    return wrong(`trim-audit needs --older-than, like 400d, at least ${minAuditDays}d`)
  return { kind: 'trim-audit', days, isJson: values.json }
}

function isPrefix(text: string | undefined): text is string {
  return text !== undefined && /^[0-9A-Za-z]{12}$/.test(text)
}

/** A whole key pasted by mistake is not echoed back: terminals keep what they show. */
function wrongPrefix(kind: string): KeysCommand {
  return wrong(`${kind} needs --prefix: the 12 characters between the underscores of hg_PREFIX_…`)
}

const UNIT_MS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 }

function readAgeMs(text: string): number | undefined {
  const match = /^([1-9]\d{0,6})([mhd])$/.exec(text)
  const ageMs = Number(match?.[1]) * (UNIT_MS[match?.[2] ?? ''] ?? Number.NaN)
  return ageMs <= 3_650 * 86_400_000 ? ageMs : undefined
}

function isKind(text: string): text is RunnableCommand['kind'] {
  return Object.hasOwn(ALLOWED, text)
}

function isText(value: string | undefined): value is string {
  return value !== undefined && value.trim() !== ''
}

function wrong(problem: string): KeysCommand {
  return { kind: 'wrong', problem }
}
