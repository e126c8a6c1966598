import type { Answer } from '../core/ending.ts'
import { readSender } from './address.ts'
import { refusal } from './answer.ts'
import type { Call } from './call.ts'
import { toInboundResource } from './inbound-body.ts'
import { isWithin, pageAnswer, readListQuery, readValues } from './page.ts'
import type { Sinch } from './sinch.ts'

/** Lists messages from phones, newest first. */
export function listInbounds(sinch: Sinch, { query }: Call): Answer {
  const asked = readListQuery(query, Date.now())
  if (asked.kind === 'refused') return refusal(asked.code, asked.text)
  const to = readValues(query, 'to')
  const senders = to && new Set([...to].map((sender) => readSender(sender) ?? sender))
  const reference = query.get('client_reference')
  const inbounds = [...sinch.inbounds.values()]
    .reverse()
    .filter((inbound) => isWithin(inbound.receivedAt, asked))
    .filter((inbound) => senders === undefined || senders.has(inbound.to))
    .filter((inbound) => reference === null || inbound.clientReference === reference)
  return pageAnswer('inbounds', inbounds, asked, toInboundResource)
}
