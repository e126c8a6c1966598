import { readJson } from '../http/read-json.ts'
import type { EventReading } from '../provider.ts'
import { readDeliveryEvent } from './read-delivery-event.ts'
import { readInboundSms } from './read-inbound-sms.ts'

/**
 * Translates the message of a genuine notification: an event about a message of ours, or a text to one of our numbers.
 * Anything else that a topic may carry, such as the note that its set-up works, is of no interest.
 */
export function readNotification(message: string): EventReading {
  const json = readJson(message)
  if (typeof json !== 'object' || json === null)
    return { kind: 'handled', what: 'a notification of no event' }
  if ('eventType' in json) return readDeliveryEvent(json)
  if ('inboundMessageId' in json) return readInboundSms(json)
  return { kind: 'handled', what: 'a notification of no event' }
}
