import { e164Pattern } from '@heliograph/shared/contracts/messages'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import type { z } from 'zod'

type Issue = z.core.$ZodIssue

const maxProblems = 20
const maxFieldLength = 100

/** Broken rules in the API's words, at most 20: field paths such as `mediaUrls[1]` and stable rule names. */
export function readFieldProblems(error: z.core.$ZodError): FieldProblem[] {
  return error.issues.flatMap(readIssue).slice(0, maxProblems)
}

function readIssue(issue: Issue): FieldProblem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, maxProblems).map((key) => ({
      field: fieldOf([...issue.path, key]),
      rule: 'unknown_field',
      message: 'is not a known field; remove it',
    }))
  }
  return [{ field: fieldOf(issue.path), rule: ruleOf(issue), message: messageOf(issue) }]
}

function fieldOf(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>((joined, part) => {
    if (typeof part === 'number') return `${joined}[${part}]`
    return joined === '' ? String(part) : `${joined}.${String(part)}`
  }, '')
  return text === '' ? '(request)' : text.slice(0, maxFieldLength)
}

function ruleOf(issue: Issue): string {
  switch (issue.code) {
    case 'custom':
      return typeof issue.params?.['rule'] === 'string' ? issue.params['rule'] : 'custom'
    case 'invalid_type':
      return issue.input === undefined ? 'required' : 'type'
    case 'invalid_union':
      return 'type'
    case 'invalid_value':
      return 'one_of'
    case 'invalid_format':
      return 'pattern' in issue && issue.pattern === String(e164Pattern) ? 'e164' : 'format'
    case 'too_big':
      return boundRule('max', issue.origin)
    case 'too_small':
      return boundRule('min', issue.origin)
    default:
      return issue.code
  }
}

function boundRule(bound: 'max' | 'min', origin: string): string {
  if (origin === 'string') return `${bound}_length`
  return origin === 'array' ? `${bound}_items` : bound
}

/** Contracts carry sentences of their own; zod's own begin with a capital and say less. */
function messageOf(issue: Issue): string {
  if (!/^(Invalid|Too|Unrecognized)/.test(issue.message)) return issue.message
  switch (issue.code) {
    case 'invalid_type':
      return issue.input === undefined ? 'is required' : `must be ${nameOf(issue.expected)}`
    case 'invalid_union':
      return 'must be text, a number or true or false'
    case 'invalid_value':
      return `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_big':
      return `must be at most ${issue.maximum}`
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`
    case 'invalid_key':
      return 'has a name that is empty, too long or not plain text'
    default:
      return 'is not valid'
  }
}

function nameOf(expected: string): string {
  if (expected === 'object' || expected === 'record') return 'a JSON object'
  if (expected === 'array') return 'a list'
  if (expected === 'boolean') return 'true or false'
  return expected === 'string' ? 'text' : `of type ${expected}`
}
