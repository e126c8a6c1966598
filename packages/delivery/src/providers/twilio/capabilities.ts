import type { Capabilities } from '@heliograph/shared/domain/capabilities'

/**
 * What Twilio takes (docs: Accepted Content Types for Media, MMS limits). Images are resized for the carrier; every other
 * file is passed on as it is, which most US carriers refuse above 600 kB. Where a recipient's country has no MMS, Twilio
 * sends a link or refuses with a code, by account: so no country is excluded here.
 */
export const twilioCapabilities: Capabilities = {
  provider: 'twilio',
  media: {
    min: 0,
    max: 10,
    sources: ['https', 'http'],
    types: [
      { types: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 5_000_000 },
      { types: ['image/*', 'audio/*', 'video/*', 'text/*', 'application/pdf'], maxBytes: 600_000 },
    ],
    maxTotalBytes: 5_000_000,
  },
  body: { maxChars: 1_600 },
  countries: 'any',
  senders: ['number', 'messaging_service'],
  validity: { minSeconds: 1, maxSeconds: 36_000 },
  lookUp: true,
  search: 'by_recipient',
  // Twilio takes back only what it schedules itself; scheduling is ours, so it never holds such a message.
  cancel: false,
  receipts: 'per_message',
  signature: 'X-Twilio-Signature (HMAC-SHA1 with the Auth Token)',
  optOut: 'STOP keywords, OptOutType of a messaging service, error 21610',
  inboundMedia: true,
}
