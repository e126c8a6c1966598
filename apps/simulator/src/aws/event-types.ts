// The events of a media message: whether each one is the last word, and what it says for humans.

/** An event type. */
export type EventType = keyof typeof EVENTS

/** What is known of an event type. */
type EventKind = { isFinal: boolean; description: string }

const EVENTS = {
  MEDIA_QUEUED: { isFinal: false, description: 'Message has been queued' },
  MEDIA_PENDING: { isFinal: false, description: 'Message has been sent to the carrier' },
  MEDIA_SUCCESSFUL: { isFinal: true, description: 'Message has been accepted by the carrier' },
  MEDIA_DELIVERED: { isFinal: true, description: 'Message has been accepted by phone' },
  MEDIA_INVALID: { isFinal: true, description: 'Destination phone number is not valid' },
  MEDIA_INVALID_MESSAGE: { isFinal: true, description: 'Message content is not valid' },
  MEDIA_UNREACHABLE: { isFinal: true, description: 'Destination phone is off or out of reach' },
  MEDIA_CARRIER_UNREACHABLE: { isFinal: true, description: 'Carrier of the phone could not be reached' },
  MEDIA_BLOCKED: { isFinal: true, description: 'Destination phone blocks messages' },
  MEDIA_CARRIER_BLOCKED: { isFinal: true, description: 'Carrier has blocked the message' },
  MEDIA_SPAM: { isFinal: true, description: 'Carrier regards the message as spam' },
  MEDIA_FILE_INACCESSIBLE: { isFinal: true, description: 'Media file cannot be read from its bucket' },
  MEDIA_FILE_SIZE_EXCEEDED: { isFinal: true, description: 'Media file is too large' },
  MEDIA_FILE_TYPE_UNSUPPORTED: { isFinal: true, description: 'Media file has a type that is not supported' },
  MEDIA_TTL_EXPIRED: { isFinal: true, description: 'Message was not sent within its time to live' },
  MEDIA_UNKNOWN: { isFinal: true, description: 'Message could not be delivered for an unknown reason' },
} as const satisfies Record<string, EventKind>

/** Looks an event type up. */
export function eventKind(type: EventType): EventKind {
  return EVENTS[type]
}
