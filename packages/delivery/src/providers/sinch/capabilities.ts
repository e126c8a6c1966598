import type { Capabilities } from '@heliograph/shared/domain/capabilities'

/**
 * What Sinch takes as `mt_media` through its SMS API (docs: MMS support, MMS best practices). Carriers shrink or refuse
 * files above 1 MB although the platform takes more. MMS reaches these countries only, and none before the account
 * manager has switched it on.
 */
export const sinchCapabilities: Capabilities = {
  provider: 'sinch',
  media: {
    min: 1,
    max: 1,
    sources: ['https', 'http'],
    types: [
      {
        types: [
          'image/jpeg',
          'image/png',
          'image/gif',
          'video/mp4',
          'video/quicktime',
          'text/vcard',
          'text/x-vcard',
          'application/pdf',
        ],
        maxBytes: 1_000_000,
      },
    ],
    maxTotalBytes: 1_000_000,
  },
  body: { maxChars: 1_600 },
  countries: ['US', 'PR', 'CA', 'AU'],
  senders: ['number'],
  // `expire_at` is an absolute time: below a minute the difference of two clocks would decide.
  validity: { minSeconds: 60, maxSeconds: 259_200 },
  lookUp: true,
  search: 'by_reference',
  cancel: true,
  receipts: 'per_message',
  signature: 'x-sinch-webhook-signature (HMAC-SHA256 over the body), or basic authentication',
  optOut: 'STOP keywords of inbound messages; no code of its own',
  inboundMedia: true,
}
