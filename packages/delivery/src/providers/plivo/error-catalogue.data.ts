import type { ErrorExplanation } from '@heliograph/shared/domain/error-class'

/**
 * Plivo's error codes that an outbound message can meet (codes and meanings: Plivo's messaging error codes, words our
 * own). `account` and `sender` are given to faults that the next message of that account or sender would meet too,
 * whoever it is for. Codes 451, 452, 890 and 950 have been seen without a description of Plivo's.
 */
export const codeRows: readonly ErrorExplanation[] = [
  {
    code: '10',
    class: 'content',
    title: 'Invalid message',
    cause: "The recipient's carrier refused the message as invalid.",
    remedy: 'Check text and media. Ask Plivo support if it happens often.',
  },
  {
    code: '20',
    class: 'transient',
    title: 'Network trouble at the carrier',
    cause: "The recipient's carrier had trouble in its network.",
    remedy: 'Send again later.',
  },
  {
    code: '30',
    class: 'filtered',
    title: 'Taken for spam',
    cause: 'A carrier took the message for spam and did not deliver it.',
    remedy:
      'Check that the sender is registered for what it sends (10DLC campaign, toll-free verification), avoid link shorteners, and send only to people who asked for it.',
  },
  {
    code: '40',
    class: 'sender',
    title: 'Sender not usable',
    cause: 'The number to send from is malformed, cannot send MMS, or does not belong to this Plivo account.',
    remedy:
      'Check PLIVO_SENDER_NUMBER against the numbers in the Plivo console: it must be rented there and able to send MMS.',
  },
  {
    code: '50',
    class: 'recipient',
    title: 'Recipient invalid',
    cause: 'The number to send to is malformed or cannot receive messages, for example a landline.',
    remedy: 'Check the number with the recipient.',
  },
  {
    code: '60',
    class: 'recipient',
    title: 'Message goes in circles',
    cause: 'The number to send to leads the message back to its sender.',
    remedy: 'Check that the recipient is not one of your own numbers or forwarded to one.',
  },
  {
    code: '70',
    class: 'recipient',
    title: 'Recipient cannot be reached for good',
    cause: 'The number is not in service or its carrier does not deliver to it.',
    remedy: 'Take the number off your list or check it with the recipient.',
  },
  {
    code: '80',
    class: 'transient',
    title: 'Recipient cannot be reached now',
    cause: 'The phone was switched off, out of coverage or full.',
    remedy: 'Send again later.',
  },
  {
    code: '90',
    class: 'transient',
    title: 'No route to the recipient',
    cause: "Plivo had no way to the recipient's carrier.",
    remedy: 'Send again later. If it lasts, ask Plivo support or send through another provider.',
  },
  {
    code: '100',
    class: 'filtered',
    title: 'Prohibited by the carrier',
    cause:
      "The recipient's carrier does not allow this message, usually for its content or an unregistered sender.",
    remedy: 'Check the registration of the sender and what the carrier allows, then ask Plivo support.',
  },
  {
    code: '110',
    class: 'content',
    title: 'Message too long',
    cause: 'The text is longer than Plivo or the carrier takes.',
    remedy: 'Shorten the text. A text with characters such as emoji may have 737 characters as SMS.',
  },
  {
    code: '120',
    class: 'content',
    title: 'Media too large',
    cause:
      'A media file is larger than 2 MB, the whole message is larger than 5 MB, or the carrier takes less than that.',
    remedy:
      'Use smaller files: below 600 kB every carrier takes them. Their server must send Content-Length.',
  },
  {
    code: '200',
    class: 'opt_out',
    title: 'Recipient opted out',
    cause: 'The recipient answered STOP to this sender or its campaign, so Plivo does not deliver.',
    remedy: 'Do not write to this recipient again unless they answer START to the sender.',
  },
  {
    code: '201',
    class: 'configuration',
    title: 'Toll-free number cannot reach Canada',
    cause: 'A US toll-free number may not send to Canadian numbers.',
    remedy: 'Send from a long code to recipients in Canada.',
  },
  {
    code: '300',
    class: 'transient',
    title: 'Plivo could not dispatch the message',
    cause: 'Something failed inside Plivo before the message reached a carrier.',
    remedy: "Send again. If it lasts, check Plivo's status page.",
  },
  {
    code: '420',
    class: 'expired',
    title: 'Expired in the queue of Plivo',
    cause: 'The message waited at Plivo longer than it was valid.',
    remedy:
      "Send at a lower rate, ask Plivo for a higher one, or give the message a longer validity. Plivo's default for MMS is one in four seconds for the whole account.",
  },
  {
    code: '450',
    class: 'configuration',
    title: 'Country not permitted',
    cause: 'The account may not send to the country of this recipient.',
    remedy: 'Enable the country in the Plivo console under Messaging, Geo Permissions.',
  },
  {
    code: '451',
    class: 'configuration',
    title: 'Number blocked',
    cause: 'Plivo blocked the number; its documents do not say why.',
    remedy: 'Ask Plivo support with the id of the message.',
  },
  {
    code: '452',
    class: 'configuration',
    title: 'Blocked by fraud protection',
    cause: 'Plivo stopped the message, probably because too many went to numbers of the same range.',
    remedy: 'Check the traffic of the account, then ask Plivo support with the id of the message.',
  },
  {
    code: '890',
    class: 'configuration',
    title: 'Refused by Plivo',
    cause: 'Plivo refused the message with a code that it does not describe.',
    remedy: 'Ask Plivo support with the id of the message.',
  },
  {
    code: '900',
    class: 'account',
    title: 'Not enough credit',
    cause: 'The credit of the Plivo account is used up.',
    remedy: 'Add credit in the Plivo console or turn on automatic recharge.',
  },
  {
    code: '910',
    class: 'account',
    title: 'Account disabled',
    cause: 'Plivo has disabled the account.',
    remedy: 'Open the Plivo console, settle what it asks for, or contact Plivo support.',
  },
  {
    code: '950',
    class: 'configuration',
    title: 'Refused by Plivo',
    cause: 'Plivo refused the message with a code that it does not describe.',
    remedy: 'Ask Plivo support with the id of the message.',
  },
  {
    code: '1000',
    class: 'transient',
    title: 'Unknown trouble',
    cause: 'The message failed and no carrier said why.',
    remedy: 'Send once more. Ask Plivo support if it happens often.',
  },
  {
    code: '2403',
    class: 'configuration',
    title: 'Our webhook refused a message',
    cause: 'Plivo delivered an inbound message to the message URL and got HTTP 403.',
    remedy:
      'Check that PUBLIC_BASE_URL is exactly the address in the Plivo application and that PLIVO_AUTH_TOKEN is the current token.',
  },
]
