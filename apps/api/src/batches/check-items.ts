import type { CheckedItem } from '@heliograph/delivery/batches/store-items'
import { checkDraft, type DraftRules } from '@heliograph/delivery/messages/check-draft'
import { messageDraft } from '@heliograph/shared/contracts/messages'
import type { FieldProblem } from '@heliograph/shared/contracts/problem'
import { readFieldProblems } from '../problems/field-problems.ts'
import { refuseFields } from '../problems/refusal.ts'

/** Fields that every item gets which does not have them itself. */
export type ItemDefaults = Readonly<Record<string, unknown>>

/** Checks every item by itself, just as `POST /v1/messages` would, after it got the defaults. */
export function checkItems(
  rules: DraftRules,
  defaults: ItemDefaults,
  items: readonly unknown[],
): CheckedItem[] {
  return items.map((item) => {
    const verdict = checkItem(rules, defaults, item)
    if (verdict.kind === 'ok') return verdict
    const { code, message: detail } = refuseFields(verdict.problems)
    return { ...verdict, code, detail }
  })
}

/** What is wrong with the defaults of a new batch. They are checked once, so that no chunk fails because of them. */
export function checkDefaults(rules: DraftRules, defaults: ItemDefaults): FieldProblem[] {
  const ownFields = ['to', 'reference'].filter((field) => field in defaults)
  if (ownFields.length > 0) {
    const message = 'belongs to each item; take it out of the defaults'
    return ownFields.map((field) => ({ field: `defaults.${field}`, rule: 'per_item', message }))
  }
  // A number that passes, and a text in case the items bring their own.
  const verdict = checkItem(rules, { body: 'text', ...defaults }, { to: '+15558675310' })
  if (verdict.kind === 'ok') return []
  return verdict.problems
    .filter(({ field }) => !(field === 'from' && defaults['from'] === undefined))
    .map((problem) => ({ ...problem, field: `defaults.${problem.field}` }))
}

type ItemVerdict =
  | Extract<CheckedItem, { readonly kind: 'ok' }>
  | { readonly kind: 'refused'; readonly problems: readonly FieldProblem[] }

function checkItem(rules: DraftRules, defaults: ItemDefaults, item: unknown): ItemVerdict {
  if (!isRecord(item)) {
    return {
      kind: 'refused',
      problems: [{ field: '(item)', rule: 'type', message: 'must be a JSON object' }],
    }
  }
  const parsed = messageDraft.safeParse({ ...defaults, ...item }, { reportInput: true })
  if (!parsed.success) return { kind: 'refused', problems: readFieldProblems(parsed.error) }
  return checkDraft(rules, parsed.data)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
