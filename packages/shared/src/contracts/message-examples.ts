/** Examples of the message contracts, apart from them because they are long. A test reads them with their contracts. */

const id = '01990f5e-7a3c-7c41-9d1e-2f8a4b6c0d12'
const times = { createdAt: '2026-11-21T12:00:00.000Z', expiresAt: '2026-11-21T16:00:00.000Z', sendAt: null }

/** A message that was delivered and billed. */
export const exampleMessage = {
  id,
  status: 'delivered',
  kind: 'mms',
  to: '+15558675310',
  from: '+15005550006',
  messagingService: null,
  body: 'Your order is on its way.',
  mediaUrls: ['https://media.example.com/parcel.jpg'],
  contentMasked: false,
  reference: 'order-1042',
  metadata: {},
  tags: [],
  provider: 'twilio',
  providerId: 'MM0123456789abcdef0123456789abcdef',
  error: null,
  hold: null,
  policy: 'confirmed',
  attempts: 1,
  nextAttemptAt: null,
  segments: 1,
  mediaCount: 1,
  price: '0.0200',
  priceUnit: 'USD',
  duplicate: false,
  possibleDuplicateOf: null,
  priority: 'normal',
  ...times,
  submittedAt: '2026-11-21T12:00:01.000Z',
  sentAt: '2026-11-21T12:00:03.000Z',
  deliveredAt: '2026-11-21T12:00:05.000Z',
  finalAt: '2026-11-21T12:00:05.000Z',
} as const

/** The first line of its history. */
export const exampleEvent = {
  version: 1,
  type: 'message.accepted',
  status: 'queued',
  at: times.createdAt,
  attempt: null,
  providerId: null,
  error: null,
  data: {},
} as const
