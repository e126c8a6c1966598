import type { CatalogueRow } from './catalogue-row.ts'

/** Event types that end a message without delivery (docs: event types for SMS, MMS and voice). */
export const eventRows: readonly CatalogueRow[] = [
  {
    codes: of('INVALID'),
    class: 'recipient',
    title: 'Number not valid',
    cause: 'The number does not exist or cannot get messages.',
    remedy: 'Check the number; do not send to it again.',
  },
  {
    codes: of('INVALID_MESSAGE'),
    class: 'content',
    title: 'Content not valid',
    cause: 'The carrier does not accept the content of the message.',
    remedy: 'Change the text or the media, then send again.',
  },
  {
    codes: of('UNREACHABLE'),
    class: 'transient',
    title: 'Phone not reachable',
    cause: 'The phone was off or out of reach.',
    remedy: 'Send again later.',
  },
  {
    codes: of('CARRIER_UNREACHABLE'),
    class: 'transient',
    title: 'Carrier not reachable',
    cause: 'The network of the recipient had trouble.',
    remedy: 'Send again later.',
  },
  {
    codes: of('BLOCKED'),
    class: 'recipient',
    title: 'Blocked by the phone',
    cause: 'The phone or the number blocks messages of this kind or from this sender.',
    remedy: 'Do not send to it again.',
  },
  {
    codes: of('CARRIER_BLOCKED'),
    class: 'filtered',
    title: 'Blocked by the carrier',
    cause: 'The carrier of the recipient blocks this message or this sender.',
    remedy: 'Check the registration of the sender and the content of the message.',
  },
  {
    codes: of('SPAM'),
    class: 'filtered',
    title: 'Taken for spam',
    cause: 'The carrier took the message for spam.',
    remedy: 'Change the content, and check the registration of the sender.',
  },
  {
    codes: of('FILE_INACCESSIBLE'),
    class: 'configuration',
    title: 'Media not readable',
    cause:
      'AWS could not read the media when it sent: it was deleted, or permission, account or region do not fit.',
    remedy:
      'Keep objects until the message is final, and check S3_BUCKET_NAME and the policy of docs/providers.md.',
  },
  {
    codes: of('FILE_SIZE_EXCEEDED'),
    class: 'content',
    title: 'Media too large',
    cause: 'The file is larger than AWS or the carrier allows.',
    remedy: 'Images (JPEG, PNG, GIF) up to 2 MB, everything else up to 600 KB.',
  },
  {
    codes: of('FILE_TYPE_UNSUPPORTED'),
    class: 'content',
    title: 'Media type not supported',
    cause: 'The file is of a type that cannot be sent.',
    remedy: 'Use a type of docs/providers.md, and store it with the right Content-Type.',
  },
  {
    codes: of('TTL_EXPIRED'),
    class: 'expired',
    title: 'Expired at AWS',
    cause: 'The message was not handed over before its validity ended.',
    remedy: 'Send again with a longer validity, or later.',
  },
  {
    codes: of('PROTECT_BLOCKED'),
    class: 'configuration',
    title: 'Blocked by your protect configuration',
    cause: 'A protect configuration of the account blocked the message.',
    remedy: 'Change the protect configuration in the console if that was not meant.',
  },
  {
    codes: of('UNKNOWN'),
    class: 'unknown',
    title: 'Outcome not known',
    cause: 'The carrier gave no reason, or no news for 72 hours.',
    remedy: 'Ask the recipient before sending again: the message may have arrived.',
  },
]

/** A message without media may be reported as a text. */
function of(word: string): string[] {
  return [`MEDIA_${word}`, `TEXT_${word}`]
}
