import type { Answer } from '../core/ending.ts'
import type { MessageFaults } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { withPlus } from './address.ts'
import { jsonAnswer, refusal } from './answer.ts'
import { newBatch, toResource } from './batch.ts'
import type { Call } from './call.ts'
import { type Draft, type Refused, readDraft } from './draft.ts'
import { newId } from './id.ts'
import { lifeOf } from './life.ts'
import { behaviourOf } from './numbers.ts'
import type { Settings } from './settings.ts'
import type { Sinch } from './sinch.ts'

/** Creates a batch: 201 with the batch, or XMS's refusal. Media and delivery follow after the answer. */
export async function createBatch(sinch: Sinch, { json, entry }: Call): Promise<Answer> {
  if (!entry) throw new Error('a create without a ledger entry')
  const now = Date.now()
  const settings = sinch.settings()
  const result = readDraft(json, now)
  if (result.kind === 'refused') return refusal(result.code, result.text)
  const { draft } = result
  const refused = checkAgainstPlan(draft, settings)
  if (refused) return refusal(refused.code, refused.text)
  const origin = { id: newId(now), now, ledger: entry, defaultOriginator: settings.defaultOriginator }
  const faults = faultsOf(sinch, draft, entry)
  const batch = newBatch(draft, origin, faults)
  const answer = jsonAnswer(201, toResource(batch))
  sinch.batches.add(batch)
  entry.accepted = true
  entry.sid = batch.id
  // Without callbacks there is no first one to be early: the life would pass in no time.
  const isEarly = faults.early && draft.deliveryReport !== 'none'
  const firstReports = batch.messages.map((message) =>
    sinch.lives.start(message, lifeOf(sinch, message), { isEarly }),
  )
  if (isEarly) await Promise.race(firstReports)
  return answer
}

/** What the plan has against a well-formed batch, if anything. */
export function checkAgainstPlan(draft: Draft, settings: Settings): Refused | undefined {
  if (settings.accountStatus === 'blocked') return refuse('blocked_account', 'the account is blocked')
  const { from } = draft
  if (from !== null && !isSender(from, settings)) {
    return refuse('illegal_number_type', `from: ${from} is not a sender of this plan`)
  }
  for (const [i, recipient] of draft.to.entries()) {
    const behaviour = behaviourOf(withPlus(recipient))
    if (behaviour.kind === 'refused')
      return refuse(behaviour.code, `to[${i}]: ${recipient} brings ${behaviour.code}`)
  }
  const hasCallback = draft.callbackUrl !== null || settings.callbackUrl !== null
  if (draft.deliveryReport !== 'none' && !hasCallback) {
    return refuse(
      'missing_callback_url',
      'delivery_report: neither the batch nor the plan has a callback URL',
    )
  }
  return undefined
}

function isSender(from: string, { senders }: Settings): boolean {
  return senders.some((sender) => sender === '*' || sender === withPlus(from) || sender === from)
}

function faultsOf(sinch: Sinch, draft: Draft, entry: LedgerEntry): MessageFaults {
  const [first = ''] = draft.to
  return sinch.faults.forMessage({
    operation: 'create',
    n: entry.n,
    to: entry.to,
    from: entry.from,
    numberRules: sinch.numberFaults.of(withPlus(first)),
  })
}

function refuse(code: Refused['code'], text: string): Refused {
  return { kind: 'refused', code, text }
}
