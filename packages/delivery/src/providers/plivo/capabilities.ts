import type { Capabilities } from '@heliograph/shared/domain/capabilities'

/**
 * What Plivo takes (docs: Send a Message, MMS). Media is passed on as it is: nothing is resized, and carriers refuse more
 * than 0.6 to 1.5 MB. A text of characters outside GSM-7 that goes as SMS is refused above 737 characters by Plivo itself.
 */
export const plivoCapabilities: Capabilities = {
  provider: 'plivo',
  media: {
    min: 0,
    max: 10,
    sources: ['https', 'http'],
    types: [{ types: ['image/*', 'audio/*', 'video/*', 'text/*', 'application/pdf'], maxBytes: 2_000_000 }],
    maxTotalBytes: 5_000_000,
  },
  body: { maxChars: 1_600 },
  countries: ['US', 'CA'],
  senders: ['number', 'messaging_service'],
  validity: { minSeconds: 5, maxSeconds: 10_799 },
  lookUp: true,
  search: 'by_recipient',
  cancel: false,
  receipts: 'per_message',
  signature:
    'X-Plivo-Signature-V3 (HMAC-SHA256 with the Auth Token); with V2 alone the message is looked up instead',
  optOut: 'STOP keywords, error 200',
  inboundMedia: true,
}
