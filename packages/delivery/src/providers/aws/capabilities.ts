import type { Capabilities } from '@heliograph/shared/domain/capabilities'

/**
 * What AWS takes (docs: MMS file types, size and character limits; countries for MMS; API SendMediaMessage). One file in a
 * message. Media of https and http addresses is staged into the bucket first, because AWS reads from S3 alone.
 */
export const awsCapabilities: Capabilities = {
  provider: 'aws',
  media: {
    min: 0,
    max: 1,
    sources: ['https', 'http', 's3'],
    types: [
      { types: ['image/jpeg', 'image/png', 'image/gif'], maxBytes: 2_000_000 },
      {
        types: [
          'image/tiff',
          'audio/3gpp',
          'audio/3gpp2',
          'audio/amr',
          'audio/mp4',
          'audio/mpeg',
          'audio/ogg',
          'video/3gpp',
          'video/3gpp2',
          'video/mp4',
          'video/quicktime',
          'video/webm',
          'text/calendar',
          'text/vcard',
          'application/pdf',
        ],
        maxBytes: 600_000,
      },
    ],
    maxTotalBytes: 2_000_000,
  },
  body: { maxChars: 1_600 },
  countries: ['US', 'CA'],
  senders: ['number', 'messaging_service'],
  validity: { minSeconds: 5, maxSeconds: 259_200 },
  lookUp: false,
  search: 'none',
  cancel: false,
  receipts: 'per_account',
  signature: 'SNS signature (RSA with SHA-256 or SHA-1) and a list of topics',
  optOut: 'error DESTINATION_PHONE_NUMBER_OPTED_OUT, keywords to numbers with two-way SMS',
  inboundMedia: false,
}
