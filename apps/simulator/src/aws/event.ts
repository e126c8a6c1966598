import { type EventType, eventKind } from './event-types.ts'
import type { Message } from './message.ts'

/** A moment of a message's life. `isFinal` as the event type has it when left out. */
export type Moment = { type: EventType; isFinal?: boolean; atMs: number }

/** The name under which an event is published. */
export function eventName({ input }: Message, type: EventType, textOnlyEvents: 'MEDIA' | 'TEXT'): string {
  return input.media === null ? type.replace(/^MEDIA/, textOnlyEvents) : type
}

/** The JSON of a delivery event, as it stands in the Message of a notification. `name` is its `eventType`. */
export function eventJson(message: Message, name: string, { type, isFinal, atMs }: Moment): string {
  const { input, price } = message
  const kind = eventKind(type)
  return JSON.stringify({
    eventType: name,
    eventVersion: '1.0',
    eventTimestamp: atMs,
    isFinal: isFinal ?? kind.isFinal,
    originationPhoneNumber: message.originationNumber,
    destinationPhoneNumber: input.to,
    isoCountryCode: 'US',
    mcc: '310',
    mnc: '800',
    carrierName: 'Simulated Mobile',
    messageId: message.id,
    messageRequestTimestamp: message.requestedAt,
    messageType: 'TRANSACTIONAL',
    messageStatus: type.replace(/^MEDIA_/, ''),
    messageStatusDescription: kind.description,
    context: input.context,
    totalMessageParts: 1,
    totalMessagePrice: price.messageUsd,
    totalCarrierFee: price.carrierFeeUsd,
  })
}
