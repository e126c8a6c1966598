import type { ErrorClass } from '@heliograph/shared/domain/error-class'

/** One line of the table: codes that mean the same. */
export type CatalogueRow = {
  readonly codes: readonly string[]
  readonly class: ErrorClass
  readonly title: string
  readonly cause: string
  readonly remedy: string
}

/**
 * What Sinch can refuse a request with, and what its delivery reports can end with (codes and meanings: Sinch's SMS API
 * reference and MM7 status codes of 3GPP TS 23.140, words our own). `account` is given to faults that every message of
 * the service plan would meet, whoever it is for.
 */
export const catalogueRows: readonly CatalogueRow[] = [
  // Refusals of a request.
  {
    codes: ['syntax_invalid_json'],
    class: 'configuration',
    title: 'Request is not JSON',
    cause: 'Sinch could not read the request as JSON.',
    remedy: 'Check any proxy in between. Otherwise it is a fault of Heliograph: report it.',
  },
  {
    codes: ['syntax_invalid_parameter_format'],
    class: 'configuration',
    title: 'A value has the wrong form',
    cause: 'Sinch does not accept the form of a value, for example of a number or an address.',
    remedy: 'Check recipient, sender and media URL, then send again.',
  },
  {
    codes: ['syntax_constraint_violation'],
    class: 'configuration',
    title: 'A value breaks a rule',
    cause: 'A value is missing, too long or not allowed for this service plan.',
    remedy: 'Check recipient, sender, text and media URL, then send again.',
  },
  {
    codes: ['blocked_account'],
    class: 'account',
    title: 'Account blocked',
    cause: 'Sinch has blocked the account.',
    remedy: 'Ask the account manager at Sinch. The account is held meanwhile.',
  },
  {
    codes: ['illegal_number_type'],
    class: 'recipient',
    title: 'Kind of number not allowed',
    cause: 'The region of the service plan does not send to numbers of this kind, for example to landlines.',
    remedy: 'Check the number; use another one of the recipient.',
  },
  {
    codes: ['missing_callback_url'],
    class: 'configuration',
    title: 'No callback URL',
    cause: 'A report was asked for, but neither the message nor the service plan names a callback URL.',
    remedy: 'Set PUBLIC_BASE_URL, or a default callback URL for the service plan in the Sinch dashboard.',
  },
  {
    codes: ['unknown_group'],
    class: 'configuration',
    title: 'Recipient is taken for a group',
    cause: 'Sinch took the recipient for the id of a group and does not know that group.',
    remedy: 'Send to a number in E.164 form.',
  },
  {
    codes: ['unknown_campaign'],
    class: 'account',
    title: 'No route for this service plan',
    cause: 'No campaign of the service plan covers this message.',
    remedy: 'Ask the account manager at Sinch which numbers and countries the service plan covers.',
  },
  {
    codes: ['http_401'],
    class: 'account',
    title: 'Credentials refused',
    cause: 'SINCH_API_TOKEN is wrong, or is not the token of SINCH_SERVICE_PLAN_ID.',
    remedy: 'Copy both from the Sinch dashboard (SMS, Service APIs). The account is held meanwhile.',
  },
  {
    codes: ['http_403'],
    class: 'account',
    title: 'Not allowed',
    cause: 'The service plan may not do this, for example because MMS is not switched on for it.',
    remedy: 'Ask the account manager at Sinch to switch on MMS. The account is held meanwhile.',
  },
  {
    codes: ['http_404'],
    class: 'account',
    title: 'Service plan not found',
    cause: 'Sinch does not know the service plan at this address.',
    remedy:
      'Check SINCH_SERVICE_PLAN_ID, SINCH_REGION and SINCH_API_BASE_URL. The account is held meanwhile.',
  },
  {
    codes: ['http_429'],
    class: 'throttled',
    title: 'Too many requests',
    cause: 'More requests came in than Sinch takes for this service plan.',
    remedy: 'Nothing: it is tried again by itself. If it lasts, lower the sending rate.',
  },
  {
    codes: ['invalid_response'],
    class: 'ambiguous',
    title: 'Answer cannot be believed',
    cause: 'Sinch reported success, but the answer names no batch of ours.',
    remedy: 'It is looked up at Sinch before anything else happens. If it lasts, check the base URL.',
  },

  // Ends in delivery reports, by code.
  {
    codes: ['402'],
    class: 'recipient',
    title: 'No route to the number',
    cause: 'Sinch has no route to the number.',
    remedy: 'Check the number. If it is right, ask the account manager at Sinch about the route.',
  },
  {
    codes: ['403'],
    class: 'transient',
    title: 'Internal error at Sinch',
    cause: 'Sinch could not process the message.',
    remedy: 'Send again. Contact Sinch support if it happens often.',
  },
  {
    codes: ['404'],
    class: 'transient',
    title: 'Delivery failed for the moment',
    cause: 'Sinch could not deliver the message at that time.',
    remedy: 'Send again in some minutes.',
  },
  {
    codes: ['405'],
    class: 'configuration',
    title: 'Placeholder without a value',
    cause:
      'The text holds a name in braces after a dollar sign. Sinch takes that for a placeholder, and no value was given.',
    remedy: 'Send the text without a dollar sign before braces.',
  },
  {
    codes: ['406'],
    class: 'expired',
    title: 'Too late to send',
    cause: 'The message waited at Sinch longer than its validity.',
    remedy: 'Send again if it is still useful, with a longer validity or a lower rate.',
  },
  {
    codes: ['407', 'canceled'],
    class: 'canceled',
    title: 'Canceled at Sinch',
    cause: 'The message was canceled at Sinch before it was sent.',
    remedy: 'Send again if it was a mistake.',
  },
  {
    codes: ['408'],
    class: 'filtered',
    title: 'Refused by Sinch',
    cause: 'Sinch refused to send the message and gave no reason.',
    remedy: 'Ask Sinch support with the id of the message. It is not sent again by itself.',
  },
  {
    codes: ['410'],
    class: 'configuration',
    title: 'No sender',
    cause: 'The message named no sender and the service plan has none by default.',
    remedy: 'Set SINCH_NUMBER, or a default originator for the service plan.',
  },
  {
    codes: ['411'],
    class: 'content',
    title: 'Too many parts',
    cause: 'The message has more parts than the service plan allows.',
    remedy: 'Send a shorter text.',
  },
  {
    codes: ['412'],
    class: 'configuration',
    title: 'Country not switched on',
    cause: "The service plan may not send to the recipient's country.",
    remedy: 'Switch on the country in the Sinch dashboard, or ask the account manager.',
  },
  {
    codes: ['413'],
    class: 'account',
    title: 'Account blocked or without credit',
    cause: 'The account at Sinch is blocked or has no credit left.',
    remedy: 'Top up the account, or ask the account manager at Sinch.',
  },
  {
    codes: ['414'],
    class: 'content',
    title: 'Media could not be fetched',
    cause: 'Sinch could not download the media, or its server left out Content-Type or Content-Length.',
    remedy: 'Check that the address answers from the internet with both headers, then send again.',
  },
  {
    codes: ['415'],
    class: 'filtered',
    title: 'Refused by the MMS network',
    cause: 'The MMS gateway or network refused the message.',
    remedy: 'Check the content against the rules of the carriers and the registration of the sender.',
  },
  {
    codes: ['416'],
    class: 'recipient',
    title: 'MMS not supported',
    cause: "The recipient's phone or network does not support MMS.",
    remedy: 'Send a text message instead.',
  },
  {
    codes: ['417'],
    class: 'transient',
    title: 'Phone unreachable',
    cause: "The recipient's phone could not be reached.",
    remedy: 'Send again in some hours, once or twice at most.',
  },
  {
    codes: ['418'],
    class: 'content',
    title: 'Content not understood',
    cause: "The recipient's phone or network does not recognise the content.",
    remedy: 'Send the media in a usual format such as JPEG.',
  },

  // Codes of the carriers' MMS centres, handed through.
  {
    codes: ['2000', '2007'],
    class: 'content',
    title: 'Message not accepted by the MMS centre',
    cause: 'The MMS centre of the carrier found a fault in the message.',
    remedy: 'Check text and media, then send again.',
  },
  {
    codes: ['2002'],
    class: 'recipient',
    title: 'Number not accepted by the MMS centre',
    cause: 'The MMS centre of the carrier does not accept the number.',
    remedy: 'Check the number.',
  },
  {
    codes: ['2004'],
    class: 'filtered',
    title: 'Content refused by the MMS centre',
    cause: 'The MMS centre of the carrier refused the content.',
    remedy: 'Check the content against the rules of the carriers.',
  },

  // Ends in delivery reports that carry no code of their own.
  {
    codes: ['expired'],
    class: 'expired',
    title: 'Too late to deliver',
    cause: 'The carrier did not deliver the message while it was valid.',
    remedy: 'Send again if it is still useful.',
  },
  {
    codes: ['deleted'],
    class: 'filtered',
    title: 'Removed by the carrier',
    cause: 'The carrier removed the message: the number does not exist, is blocked or has opted out.',
    remedy: 'Ask the recipient in another way before sending again.',
  },
  {
    codes: ['aborted', 'rejected', 'failed'],
    class: 'unknown',
    title: 'Failed without a reason',
    cause: 'Sinch or the carrier ended the message and gave no code.',
    remedy: 'Ask Sinch support with the id of the message. It is not sent again by itself.',
  },
  {
    codes: ['outcome_unknown'],
    class: 'unknown',
    title: 'Outcome unknown',
    cause: 'The carrier did not say what became of the message. It may have arrived.',
    remedy: 'Ask the recipient before sending again.',
  },
]
