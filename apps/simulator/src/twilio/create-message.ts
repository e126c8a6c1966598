import type { Answer } from '../core/ending.ts'
import type { FaultCandidate } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { countSegments } from '../core/segments.ts'
import { jsonAnswer, refusal } from './answer.ts'
import type { Call } from './call.ts'
import { type Draft, readDraft } from './draft.ts'
import { type Message, type MessageStatus, toResource } from './message.ts'
import { newSid } from './sid.ts'
import { smartEncode } from './smart-encoding.ts'
import type { Twilio } from './twilio.ts'

const TRIAL_PREFIX = 'Sent from your Twilio trial account - '

/** Creates a message: 201 with the resource, or Twilio's refusal. Media and delivery follow after the answer. */
export async function createMessage(twilio: Twilio, call: Call): Promise<Answer> {
  const { entry } = call
  if (!entry) throw new Error('a create without a ledger entry')
  const result = readDraft(call.form, twilio.settings(), Date.now())
  if (result.kind === 'refused') return refusal(result.code, result.detail)
  const { draft } = result
  if (draft.messagingServiceSid === null && twilio.consent.isOptedOut(draft)) return refusal(21610)
  const message = newMessage(twilio, draft, entry)
  const answer = jsonAnswer(201, toResource(message))
  if (draft.smartEncoded) message.body = smartEncode(message.body)
  twilio.messages.add(message)
  entry.accepted = true
  entry.sid = message.sid
  const firstCallback = twilio.walker.start(message)
  if (message.faults.early) await firstCallback
  return answer
}

function newMessage(twilio: Twilio, draft: Draft, entry: LedgerEntry): Message {
  const now = Date.now()
  const settings = twilio.settings()
  const candidate: FaultCandidate = {
    operation: 'create',
    n: entry.n,
    to: entry.to,
    from: entry.from,
    numberRules: twilio.numberFaults.of(draft.to),
  }
  const faults = twilio.faults.forMessage(candidate)
  const body = settings.trial ? TRIAL_PREFIX + draft.body : draft.body
  return {
    sid: newSid(draft.isMms ? 'MM' : 'SM'),
    seq: twilio.messages.nextSeq(),
    accountSid: twilio.accountSid,
    to: draft.to,
    from: draft.from,
    sender: draft.sender,
    messagingServiceSid: draft.messagingServiceSid,
    body,
    segments: draft.isMms ? 1 : countSegments(draft.smartEncoded ? smartEncode(body) : body),
    isMms: draft.isMms,
    mediaUrls: draft.mediaUrls,
    media: [],
    status: firstStatus(draft),
    errorCode: null,
    price: null,
    createdAt: now,
    updatedAt: now,
    sentAt: null,
    sendAt: draft.sendAt,
    listedFrom: now + faults.listLagMs,
    statusCallback: draft.statusCallback,
    ledger: entry,
    faults,
  }
}

function firstStatus(draft: Draft): MessageStatus {
  if (draft.sendAt !== null) return 'scheduled'
  return draft.messagingServiceSid === null ? 'queued' : 'accepted'
}
