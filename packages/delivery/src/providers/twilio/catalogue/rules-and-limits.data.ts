import type { CatalogueRow } from './catalogue-row.ts'

/** Refusals by consent, filters, rules and limits. */
export const rulesAndLimitsRows: readonly CatalogueRow[] = [
  // Consent.
  {
    codes: [21610],
    class: 'opt_out',
    title: 'Recipient has opted out',
    cause:
      'The recipient replied STOP to this sender, so Twilio blocks every message from it. Some guides take this code for a media URL that cannot be reached; that is a mistake. Media trouble has the codes 21620, 11200, 11205, 11217, 12300, 11751, 30019 and 63019.',
    remedy: 'Do not send again until the recipient replies START. Changing the media does not help.',
  },
  {
    codes: [30004],
    class: 'opt_out',
    title: 'Blocked by recipient or carrier',
    cause:
      'The recipient has opted out or is blocked by the carrier. A phone without MMS or signal can show this too.',
    remedy: 'Do not send again unless the recipient asks for it.',
  },
  {
    codes: [30630],
    class: 'opt_out',
    title: 'Recipient has opted out',
    cause: 'The recipient unsubscribed from these messages.',
    remedy: 'Do not send again until the recipient subscribes.',
  },
  {
    codes: [63033],
    class: 'opt_out',
    title: 'Recipient has opted out',
    cause: 'The recipient opted out of messages on this channel.',
    remedy: 'Do not send again until the recipient asks for it.',
  },

  // Filters and rules.
  {
    codes: [21618],
    class: 'filtered',
    title: 'Text refused',
    cause: 'Every route refused the content of the message.',
    remedy: 'Change the wording, and check links and the registered use.',
  },
  {
    codes: [30007],
    class: 'filtered',
    title: 'Filtered as unwanted',
    cause: 'Twilio or a carrier took the message for spam or against its rules.',
    remedy: 'Check wording, links and consent, and whether they fit the registered campaign.',
  },
  {
    codes: [30038],
    class: 'filtered',
    title: 'Inbound code hidden',
    cause:
      'The text of an inbound message was hidden because it held a one-time code. It is not about an outbound message.',
    remedy: 'Nothing needs to be done.',
  },
  {
    codes: [30039],
    class: 'filtered',
    title: 'Inbound loop stopped',
    cause:
      'An inbound message made by a machine was held back to stop a loop. It is not about an outbound message.',
    remedy: 'Nothing needs to be done.',
  },
  {
    codes: [30450],
    class: 'filtered',
    title: 'Blocked as message fraud',
    cause:
      'Twilio protects the account from messages that only earn money for a fraudulent carrier, and blocked this range of numbers for a while.',
    remedy: 'Check who asks for messages to these numbers. Send again later if they are genuine.',
  },
  {
    codes: [30453, 30485],
    class: 'filtered',
    title: 'Destination blocked for a while',
    cause: 'Twilio saw signs of fraud at this destination and blocked it for some hours.',
    remedy: 'Review the traffic, and send again later if it is genuine.',
  },
  {
    codes: [30620],
    class: 'filtered',
    title: 'Purpose does not match',
    cause: 'The stated purpose of the message does not match its content or the registration.',
    remedy: 'State the right purpose, or correct the registration.',
  },
  {
    codes: [30640],
    class: 'filtered',
    title: 'Recipient known to take legal action',
    cause: 'The recipient is on a list of people who take senders to court.',
    remedy: 'Do not send to this recipient.',
  },
  {
    codes: [[30646, 30647]],
    class: 'filtered',
    title: 'Consent missing',
    cause: 'There is no recorded consent of the recipient to this kind of message.',
    remedy: 'Record the consent first.',
  },

  // Too much at once.
  {
    codes: [20429],
    class: 'throttled',
    title: 'Too many requests',
    cause: 'Too many requests reached Twilio at the same time. This one was not processed.',
    remedy: 'Nothing: it is tried again by itself. Lower the rate if it happens often.',
  },
  {
    codes: [30001],
    class: 'throttled',
    title: 'Queue overflow',
    cause: 'More messages waited at Twilio than the sender could send in ten hours.',
    remedy: 'Send again later, and lower the rate or add senders.',
  },
  {
    codes: [30022],
    class: 'throttled',
    title: 'Campaign rate exceeded',
    cause: 'The 10DLC campaign sent faster than a carrier allows it.',
    remedy: 'Lower the rate of the sender, then send again.',
  },
  {
    codes: [30023],
    class: 'throttled',
    title: 'Daily limit of the brand',
    cause: 'The registered brand has used up its messages for today. The day ends at midnight Pacific time.',
    remedy: 'Send again tomorrow, or raise the limit by a better vetting.',
  },
  {
    codes: [30025, 30026],
    class: 'throttled',
    title: 'Daily limit is near',
    cause: 'Half or more of the daily limit at T-Mobile is used up. This is a warning.',
    remedy: 'Slow down to stay within the limit.',
  },
  {
    codes: [30027],
    class: 'throttled',
    title: 'Daily limit at T-Mobile',
    cause: 'The brand has used up its daily limit at T-Mobile.',
    remedy: 'Send again tomorrow.',
  },
  {
    codes: [30454],
    class: 'throttled',
    title: 'Message limit of the account',
    cause: 'The account, often a trial account, has used up its messages for today.',
    remedy: 'Wait until tomorrow, or upgrade the account.',
  },
  {
    codes: [30610, 30615],
    class: 'throttled',
    title: 'Quiet hours',
    cause: 'At this hour messages of this kind may not be sent to the recipient.',
    remedy: 'Send again in the morning of the recipient.',
  },
  {
    codes: [60728],
    class: 'throttled',
    title: 'Hourly limit of the account',
    cause: 'The account is new and has used up its messages for this hour.',
    remedy: 'It is tried again by itself. Ask Twilio for a higher limit if it happens often.',
  },
  {
    codes: [63017],
    class: 'throttled',
    title: 'Account rate exceeded',
    cause: 'All senders of the account together send faster than Twilio allows.',
    remedy: 'It is tried again by itself. Lower the rate if it happens often.',
  },
  {
    codes: [63018],
    class: 'throttled',
    title: 'Channel rate exceeded',
    cause: 'More messages were sent than the channel allows in this time.',
    remedy: 'Lower the rate, then send again.',
  },
  {
    codes: [63038],
    class: 'throttled',
    title: 'Daily limit of the account',
    cause: 'The account has used up its messages for the last 24 hours.',
    remedy: 'Wait, or finish the business profile in the Twilio Console for a higher limit.',
  },
]
