import { randomUUID } from 'node:crypto'
import type { Answer } from '../core/ending.ts'
import { countSegments } from '../core/segments.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { type Draft, readDraft } from './draft.ts'
import type { Message } from './message.ts'
import type { Plivo } from './plivo.ts'

/** Queues a message: 202 with its UUID, or a refusal. Media and delivery follow after the answer. */
export async function createMessage(plivo: Plivo, call: Call): Promise<Answer> {
  const { entry } = call
  if (!entry) throw new Error('a create without a ledger entry')
  const result = readDraft(call.body, plivo.settings())
  if (result.kind === 'refused') return refusal(result.status, result.error)
  const message = newMessage(plivo, result.draft, { ...call, entry })
  plivo.messages.set(message.uuid, message)
  entry.accepted = true
  entry.sid = message.uuid
  const firstCallback = plivo.walker.start(message)
  if (message.faults.early) await firstCallback
  return jsonAnswer(202, { message: 'message(s) queued', message_uuid: [message.uuid] })
}

function newMessage(
  plivo: Plivo,
  draft: Draft,
  { entry, requesterIp }: Call & { entry: Message['ledger'] },
): Message {
  const now = Date.now()
  const { expirySeconds, ...content } = draft
  const faults = plivo.faults.forMessage({
    operation: 'create',
    n: entry.n,
    to: entry.to,
    from: entry.from,
    numberRules: plivo.numberFaults.of(draft.to),
  })
  return {
    ...content,
    uuid: randomUUID(),
    authId: plivo.authId,
    units: draft.type === 'mms' ? 1 : countSegments(draft.text),
    media: [],
    state: 'queued',
    errorCode: null,
    createdAt: now,
    sentAt: null,
    endedAt: null,
    expiryMs: expirySeconds * 1_000 * plivo.settings().timeScale,
    listedFrom: now + faults.listLagMs,
    sequence: 0,
    requesterIp,
    ledger: entry,
    faults,
  }
}
