import { z } from 'zod'
import type { EventReading } from '../provider.ts'
import { messageIdPattern } from './message-id.ts'
import { readNumber } from './read-number.ts'

const inboundSms = z.object({
  inboundMessageId: z.string().regex(messageIdPattern),
  originationNumber: z.string().transform(readNumber).pipe(z.string()),
  destinationNumber: z.string().transform(readNumber).pipe(z.string()),
  messageBody: z.string().nullish(),
})

/** Translates a text to one of our numbers with two-way SMS. AWS delivers no media that way. */
export function readInboundSms(json: object): EventReading {
  const parsed = inboundSms.safeParse(json)
  if (!parsed.success) return { kind: 'malformed', reason: 'an inbound message without id or numbers' }
  const { inboundMessageId, originationNumber, destinationNumber, messageBody } = parsed.data
  const inbound = {
    providerId: inboundMessageId,
    from: originationNumber,
    to: destinationNumber,
    body: messageBody ?? '',
    mediaUrls: [],
  }
  return { kind: 'inbound', inbound }
}
