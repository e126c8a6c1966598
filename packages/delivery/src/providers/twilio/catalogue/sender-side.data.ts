import type { CatalogueRow } from './catalogue-row.ts'

/** Faults of the account, its credentials and the sender. */
export const senderSideRows: readonly CatalogueRow[] = [
  // Account, credentials and the address of the API.
  {
    codes: [20003],
    class: 'account',
    title: 'Credentials refused',
    cause:
      'Twilio does not accept the Account SID with this Auth Token or API key, or the account is suspended, or it lives in another region.',
    remedy:
      'Check TWILIO_ACCOUNT_SID with TWILIO_AUTH_TOKEN, or TWILIO_API_KEY_SID and TWILIO_API_KEY_SECRET, and the state of the account in the Twilio Console, then restart. Waiting messages go out by themselves.',
  },
  {
    codes: [20004],
    class: 'account',
    title: 'Method not allowed',
    cause:
      'The address that was called does not take this kind of request. Usually the base URL does not lead to Twilio.',
    remedy: 'Check the configured base URL and any proxy in between.',
  },
  {
    codes: [20005, 90010],
    class: 'account',
    title: 'Account not active',
    cause: 'The Twilio account is suspended or closed.',
    remedy:
      'Open the Twilio Console, settle what it asks for (payment, verification) or contact Twilio support.',
  },
  {
    codes: [20006],
    class: 'account',
    title: 'Access denied',
    cause: 'The credentials are valid but may not send messages for this account.',
    remedy: 'Give the API key the permission to send messages, or use a standard key or the Auth Token.',
  },
  {
    codes: [20008],
    class: 'account',
    title: 'Test credentials',
    cause: 'Twilio test credentials are in use, and they may not do this.',
    remedy: "Put the live Account SID and token in the environment, or use Heliograph's simulator for tests.",
  },
  {
    codes: [20403],
    class: 'account',
    title: 'Forbidden',
    cause: 'Twilio refuses everything from this account, usually because it is suspended or closed.',
    remedy: 'Open the Twilio Console and settle what it asks for, or contact Twilio support.',
  },
  {
    codes: [20404, 30404],
    class: 'account',
    title: 'Not found at this address',
    cause:
      'The API does not know the account or resource that was named. Usually the Account SID, the region or the base URL is wrong.',
    remedy: 'Check the Account SID, the region and the base URL.',
  },
  {
    codes: [20410],
    class: 'account',
    title: 'Discontinued address',
    cause: 'The request went to an address of the API that Twilio has switched off.',
    remedy: 'Check the configured base URL and update Heliograph.',
  },
  {
    codes: [20426],
    class: 'account',
    title: 'Secure connection required',
    cause: 'The request arrived at Twilio without TLS or with a version that is too old.',
    remedy: 'Use an https base URL, and check any proxy in between.',
  },
  {
    codes: [21609],
    class: 'account',
    title: 'Callback address refused',
    cause:
      'Twilio cannot use the address for status reports: it must be absolute, public and without an underscore in the host name.',
    remedy:
      'Set PUBLIC_BASE_URL to an https address that the internet can reach, or leave it out so that messages are polled.',
  },
  {
    codes: [21622],
    class: 'account',
    title: 'Account without MMS',
    cause: 'MMS is not enabled for this Twilio account.',
    remedy: 'Ask Twilio support to enable MMS, or send without media.',
  },
  {
    codes: [30002],
    class: 'account',
    title: 'Account suspended',
    cause: 'The account was suspended after the message was taken and before it was sent.',
    remedy: 'Open the Twilio Console and settle what it asks for. Then send the message again.',
  },
  {
    codes: [30037],
    class: 'account',
    title: 'Outbound messaging off',
    cause: 'Twilio has switched off outbound messages for this account.',
    remedy: 'Contact Twilio support, then send the message again.',
  },

  // Sender: number, short code or messaging service.
  {
    codes: [21212],
    class: 'sender',
    title: 'Sender not valid',
    cause: 'The sender is not a phone number, short code or sender name that Twilio can use.',
    remedy: 'Correct the sender: full international form, for example +15551234567.',
  },
  {
    codes: [21601],
    class: 'sender',
    title: 'Sender is not a Twilio number',
    cause: 'The number is not assigned to this Twilio account. A verified caller id does not count.',
    remedy: 'Use a number that the account owns.',
  },
  {
    codes: [21606],
    class: 'sender',
    title: 'Sender not usable',
    cause: 'The account does not own this sender, or it cannot send messages to this kind of destination.',
    remedy: 'Use a number of this account that can send MMS.',
  },
  {
    codes: [21607],
    class: 'sender',
    title: 'Trial account needs its own number',
    cause: 'A trial account may only send from the number that Twilio gave it.',
    remedy: 'Use the trial number as sender, or upgrade the account.',
  },
  {
    codes: [21611],
    class: 'sender',
    title: "Sender's queue is full",
    cause: 'More messages wait at Twilio for this sender than it can send in ten hours.',
    remedy:
      'Nothing at once: the sender rests and goes on by itself. Lower its rate or add senders if it happens again.',
  },
  {
    codes: [21613],
    class: 'sender',
    title: 'Address for the number missing',
    cause: 'The country of this number asks for a registered address, and none is attached to it.',
    remedy: 'Register an address for the number in the Twilio Console.',
  },
  {
    codes: [21616],
    class: 'sender',
    title: 'Sender ambiguous',
    cause: 'The sender as written matches several numbers of the account.',
    remedy: 'Write the sender in full international form, for example +15551234567.',
  },
  {
    codes: [21621],
    class: 'sender',
    title: 'Sender without MMS',
    cause: 'This number cannot send MMS.',
    remedy: 'Use a number with MMS, or send a link to the media in a text.',
  },
  {
    codes: [21659],
    class: 'sender',
    title: 'Sender is not a Twilio number',
    cause: 'The sender is not a Twilio number, or it is a short code of another country.',
    remedy: 'Use a number that the account owns.',
  },
  {
    codes: [21660],
    class: 'sender',
    title: 'Sender belongs to another account',
    cause: 'The number is owned by another Twilio account.',
    remedy: 'Send through the account that owns the number, or use another number.',
  },
  {
    codes: [21661],
    class: 'sender',
    title: 'Sender cannot send messages',
    cause: 'The number is not enabled for messages.',
    remedy: 'Use a number that can send messages.',
  },
  {
    codes: [21701],
    class: 'sender',
    title: 'Messaging service missing',
    cause: 'The messaging service that was named does not exist.',
    remedy: 'Check the SID of the messaging service (it begins with MG).',
  },
  {
    codes: [21704],
    class: 'sender',
    title: 'Messaging service has no senders',
    cause: 'No number belongs to the messaging service.',
    remedy: 'Add a number to the sender pool of the messaging service.',
  },
  {
    codes: [21705],
    class: 'sender',
    title: 'Messaging service not valid',
    cause: 'The messaging service was deleted or its SID is wrong.',
    remedy: 'Check the SID of the messaging service (it begins with MG).',
  },
  {
    codes: [21709],
    class: 'sender',
    title: 'Sender name not valid',
    cause: 'The alphanumeric sender name does not follow the rules, or cannot be used here.',
    remedy: 'Use a name of up to 11 letters and digits, or a number.',
  },
  {
    codes: [21711],
    class: 'sender',
    title: 'Sender not in the messaging service',
    cause: 'The number that was named is not in the pool of the messaging service.',
    remedy: 'Add the number to the service, or send without naming it.',
  },
  {
    codes: [30024],
    class: 'sender',
    title: 'Sender not set up at the carrier',
    cause: 'The carrier does not know this number as a sender yet.',
    remedy: 'Contact Twilio support with the number. Send again once it is set up.',
  },
  {
    codes: [30032],
    class: 'sender',
    title: 'Toll-free number not verified',
    cause: 'US and Canadian carriers refuse messages from toll-free numbers that are not verified.',
    remedy: 'Finish the toll-free verification in the Twilio Console, or use another number.',
  },
  {
    codes: [30033],
    class: 'sender',
    title: 'Campaign suspended',
    cause: 'The 10DLC campaign of this number was suspended by a carrier or by Twilio.',
    remedy: 'Look up the reason in the Twilio Console and settle it with Twilio support.',
  },
  {
    codes: [30034],
    class: 'sender',
    title: 'Number not registered',
    cause: 'US carriers refuse messages from long codes that belong to no registered 10DLC campaign.',
    remedy:
      'Register brand and campaign in the Twilio Console and add the number, or use a verified toll-free number.',
  },
  {
    codes: [30035],
    class: 'sender',
    title: 'Number still being set up',
    cause: 'The number was added to a campaign and the carriers have not finished.',
    remedy: 'Wait some hours, then send again.',
  },
]
