import type { Answer } from '../core/ending.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { checkAgainstPlan } from './create-batch.ts'
import { type Draft, readDraft } from './draft.ts'
import { textFor } from './parameters.ts'
import type { Sinch } from './sinch.ts'
import { measureText } from './text-parts.ts'

const DEFAULT_RECIPIENTS = 100
const MAX_RECIPIENTS = 1_000

/** Checks a batch and counts its parts without sending anything. An MMS counts as one part. */
export function dryRun(sinch: Sinch, { json, query }: Call): Answer {
  const result = readDraft(json, Date.now())
  if (result.kind === 'refused') return refusal(result.code, result.text)
  const { draft } = result
  const refused = checkAgainstPlan(draft, sinch.settings())
  if (refused) return refusal(refused.code, refused.text)
  const shown = Number(query.get('number_of_recipients') ?? DEFAULT_RECIPIENTS)
  if (!Number.isInteger(shown) || shown < 0 || shown > MAX_RECIPIENTS) {
    return refusal('syntax_constraint_violation', `number_of_recipients: is 0 to ${MAX_RECIPIENTS}`)
  }
  const messages = draft.to.map((recipient) => previewOf(draft, recipient))
  return jsonAnswer(200, {
    number_of_recipients: draft.to.length,
    number_of_messages: messages.reduce((sum, message) => sum + message.number_of_parts, 0),
    ...(query.get('per_recipient') === 'true' ? { per_recipient: messages.slice(0, shown) } : {}),
  })
}

function previewOf(
  draft: Draft,
  recipient: string,
): { recipient: string; number_of_parts: number; body: string; encoding: string } {
  const body = textFor(draft, recipient).text
  const { parts, encoding } = measureText(body)
  return { recipient, number_of_parts: draft.type === 'mt_text' ? parts : 1, body, encoding }
}
