/** What can happen to a message. One word per fact, noun first. */
export const eventTypes = [
  'message.accepted',
  'message.held',
  'message.canceled',
  'message.blocked',
  'message.expired',
  'message.closed',
  'message.unproven',
  'message.resolved',
  'message.priced',
  'attempt.started',
  'attempt.accepted',
  'attempt.rejected',
  'attempt.not_sent',
  'attempt.ambiguous',
  'attempt.absent',
  'receipt.applied',
  'receipt.ignored',
  'receipt.conflicting',
] as const

/** One kind of line in a message's history. */
export type EventType = (typeof eventTypes)[number]
