import type { ErrorExplanation } from '@heliograph/shared/domain/error-class'

/** Our words where Plivo gives a text, an HTTP status or nothing that can be believed. */
export const ownRows: readonly ErrorExplanation[] = [
  {
    code: 'insufficient_credit',
    class: 'account',
    title: 'Not enough credit',
    cause: 'Plivo refuses every message because the credit of the account is used up.',
    remedy:
      'Add credit in the Plivo console or turn on automatic recharge. Waiting messages go out by themselves; Plivo may refuse for two more minutes.',
  },
  {
    code: 'destination_barred',
    class: 'configuration',
    title: 'Country not permitted',
    cause: 'The account, or the kind of number to send from, may not send to the country of this recipient.',
    remedy:
      'Enable the country in the Plivo console under Messaging, Geo Permissions. MMS goes from US and Canadian numbers to the US and Canada only.',
  },
  {
    code: 'src_refused',
    class: 'sender',
    title: 'Sender not usable',
    cause: 'Plivo does not let this account send from this number or Powerpack.',
    remedy:
      'Check PLIVO_SENDER_NUMBER and PLIVO_POWERPACK_UUID against the Plivo console: the number must be rented there and able to send MMS, a Powerpack must hold such a number. Waiting messages go out by themselves.',
  },
  {
    code: 'dst_refused',
    class: 'recipient',
    title: 'Recipient refused',
    cause: 'Plivo does not take this number as a recipient.',
    remedy: 'Check the number with the recipient.',
  },
  {
    code: 'media_refused',
    class: 'content',
    title: 'Media refused',
    cause: 'Plivo does not take the media of this message.',
    remedy: 'Send at most 10 files with public addresses, each below 2 MB and together below 5 MB.',
  },
  {
    code: 'invalid_response',
    class: 'ambiguous',
    title: 'Answer cannot be believed',
    cause: 'Plivo reported success, but the answer names no message.',
    remedy:
      'The message is searched for at Plivo before anything else happens. If it lasts, check PLIVO_API_BASE_URL.',
  },
  {
    code: 'http_400',
    class: 'configuration',
    title: 'Request refused',
    cause: 'Plivo does not take the request as it is, and its text does not say plainly why.',
    remedy: 'Look at the request in the logs of the Plivo console.',
  },
  {
    code: 'http_401',
    class: 'account',
    title: 'Credentials refused',
    cause: 'Plivo does not accept the Auth ID with this Auth Token.',
    remedy:
      'Check PLIVO_AUTH_ID and PLIVO_AUTH_TOKEN against the Plivo console, then restart. Waiting messages go out by themselves.',
  },
  {
    code: 'http_403',
    class: 'account',
    title: 'Account not allowed to send',
    cause: 'The account is not verified or may not do this.',
    remedy:
      'Open the Plivo console and settle what it asks for: verification, registration, geo permissions.',
  },
  {
    code: 'http_404',
    class: 'account',
    title: 'Not found at this address',
    cause:
      'The address that was called does not exist at Plivo. Usually the Auth ID or the base URL is wrong.',
    remedy: 'Check PLIVO_AUTH_ID and PLIVO_API_BASE_URL.',
  },
  {
    code: 'http_405',
    class: 'account',
    title: 'Method not allowed',
    cause: 'The address that was called does not take this kind of request. Usually the base URL is wrong.',
    remedy: 'Check PLIVO_API_BASE_URL and any proxy in between.',
  },
  {
    code: 'http_409',
    class: 'configuration',
    title: 'Request in conflict',
    cause: 'Plivo refused the request because it conflicts with something that exists.',
    remedy: 'Look at the request in the logs of the Plivo console.',
  },
  {
    code: 'http_422',
    class: 'configuration',
    title: 'Request makes no sense to Plivo',
    cause: 'Plivo understood the request and does not take its values together.',
    remedy: 'Look at the request in the logs of the Plivo console.',
  },
  {
    code: 'http_429',
    class: 'throttled',
    title: 'Too many requests',
    cause: 'The account made more than 300 requests in 5 seconds or more than 100 at the same time.',
    remedy:
      'Nothing: it is tried again by itself. If it lasts, lower the sending rate or ask Plivo for more.',
  },
  ...[500, 502, 503, 504].map((status) => ({
    code: `http_${status}`,
    class: 'ambiguous' as const,
    title: 'Trouble at Plivo',
    cause: `Plivo answered with HTTP status ${status}; it may have taken the message all the same.`,
    remedy:
      "It is searched for at Plivo before anything else happens. If it lasts, check Plivo's status page.",
  })),
]
