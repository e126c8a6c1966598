import type { CatalogueRow } from './catalogue-row.ts'

/**
 * Faults of the account, its region or a sender, and passing ones (API SendMediaMessage: Errors; Common Errors). Codes are
 * the exception's name, a dot and its Reason or ResourceType.
 */
export const accountRows: readonly CatalogueRow[] = [
  {
    codes: ['credentials_unavailable'],
    class: 'account',
    title: 'No credentials for AWS',
    cause: 'Neither the environment nor a profile, role, container or instance gave credentials in time.',
    remedy:
      'Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role. Nothing was sent; the account is tried again by itself.',
  },
  {
    codes: ['dns_failed'],
    class: 'network',
    title: 'Host of the region not found: check AWS_REGION',
    cause: 'The address of AWS for this region could not be resolved. Not every region has this service.',
    remedy:
      "Nothing was sent, so the message is tried again by itself. If it lasts, check AWS_REGION, AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 and this machine's DNS.",
  },
  {
    codes: ['AccessDeniedException'],
    class: 'account',
    title: 'Not allowed by IAM',
    cause:
      'The credentials are valid, but their policy does not allow sms-voice:SendMediaMessage with this sender.',
    remedy: 'Attach the policy of docs/providers.md to the role or user.',
  },
  {
    codes: ['AccessDeniedException.ACCOUNT_DISABLED'],
    class: 'account',
    title: 'Account disabled',
    cause: 'AWS has switched off messaging for this account in this region.',
    remedy: 'Open a case with AWS Support.',
  },
  {
    codes: ['AccessDeniedException.INSUFFICIENT_ACCOUNT_REPUTATION'],
    class: 'account',
    title: 'Reputation of the account too low',
    cause: 'AWS refuses messages because too many of the account drew complaints or failed.',
    remedy: 'Clean the list of recipients, then open a case with AWS Support.',
  },
  {
    codes: ['UnrecognizedClientException', 'InvalidClientTokenId', 'MissingAuthenticationTokenException'],
    class: 'account',
    title: 'Access key not known',
    cause: 'AWS does not know the access key, or it belongs to another partition.',
    remedy: 'Check AWS_ACCESS_KEY_ID, AWS_SESSION_TOKEN and AWS_REGION; a deleted key has to be replaced.',
  },
  {
    codes: [
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignatureException',
      'IncompleteSignature',
    ],
    class: 'account',
    title: 'Signature not valid',
    cause: 'The secret key does not fit the access key, or the clock of this machine is wrong.',
    remedy:
      'Check AWS_SECRET_ACCESS_KEY and the clock. After a correction of the clock it goes on by itself.',
  },
  {
    codes: ['ExpiredTokenException', 'ExpiredToken', 'RequestExpired'],
    class: 'account',
    title: 'Credentials expired',
    cause: 'The session of temporary credentials is over, or the clock of this machine is wrong.',
    remedy: 'Renew the session, or use a role, which renews itself. Check the clock.',
  },
  {
    codes: ['OptInRequired', 'NotAuthorized', 'SubscriptionRequiredException'],
    class: 'account',
    title: 'Service not switched on',
    cause: 'The account may not use this service in this region.',
    remedy: 'Finish the sign-up of the account, or choose another AWS_REGION.',
  },
  {
    codes: [
      'ServiceQuotaExceededException',
      'ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA',
      'ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_TEXT',
    ],
    class: 'account',
    title: 'Spend limit reached',
    cause: 'The spend limit of the month, or another quota of the account, is used up.',
    remedy:
      'Raise the limit in the console (End User Messaging SMS, Account settings) or in Service Quotas. Otherwise sending goes on next month.',
  },
  {
    codes: ['ResourceNotFoundException.configuration-set', 'ResourceNotFoundException.protect-configuration'],
    class: 'account',
    title: 'Configuration set not found',
    cause: 'The configuration set does not exist in this region and account.',
    remedy: 'Check AWS_CONFIGURATION_SET_NAME and AWS_REGION.',
  },
  {
    codes: ['ResourceNotFoundException', 'ResourceNotFoundException.account'],
    class: 'configuration',
    title: 'Something was not found',
    cause: 'AWS does not know something that the request named, and does not say what.',
    remedy: 'Check SNS_ORIGINATION_NUMBER, AWS_CONFIGURATION_SET_NAME and AWS_REGION.',
  },
  {
    codes: [
      'ResourceNotFoundException.phone-number',
      'ResourceNotFoundException.pool',
      'ResourceNotFoundException.sender-id',
    ],
    class: 'sender',
    title: 'Sender not found',
    cause: 'The number or pool does not exist in this region and account.',
    remedy:
      'Check SNS_ORIGINATION_NUMBER and AWS_REGION. A number shared by another account needs its full ARN.',
  },
  {
    codes: ['ConflictException.NO_ORIGINATION_IDENTITIES_FOUND'],
    class: 'sender',
    title: 'No number that could send',
    cause: 'The pool has no number that may send this kind of message.',
    remedy: 'Add a number with MMS to the pool.',
  },
  {
    codes: ['ConflictException.NUMBER_CAPABILITIES_MISMATCH', 'ValidationException.CHANNEL_NOT_ENABLED'],
    class: 'sender',
    title: 'Sender without MMS',
    cause: 'The number cannot send MMS.',
    remedy: 'Use a number whose capabilities in the console include MMS.',
  },
  {
    codes: ['ConflictException.RESOURCE_NOT_ACTIVE'],
    class: 'sender',
    title: 'Sender not active',
    cause: 'The number is still being set up or registered, or was switched off.',
    remedy: 'Wait until the console shows it as active, or use another number.',
  },
  {
    codes: ['ConflictException.MESSAGE_TYPE_MISMATCH'],
    class: 'sender',
    title: 'Sender for another type of message',
    cause: 'The number or pool is set up for the other of the types promotional and transactional.',
    remedy: 'Use a number or pool of the type that is sent.',
  },
  {
    codes: ['ThrottlingException', 'TooManyRequestsException', 'Throttling', 'RequestLimitExceeded'],
    class: 'throttled',
    title: 'Too many requests',
    cause: 'The account or the sender sends faster than its quota.',
    remedy:
      'Nothing: it is tried again by itself. Lower the rate of the sender, or raise the quota in Service Quotas.',
  },
  {
    codes: ['InternalServerException'],
    class: 'ambiguous',
    title: 'Internal error at AWS',
    cause: 'AWS failed while it worked on the request. The message may have been taken.',
    remedy: 'Nothing at once: an event with our reference proves it. AWS has no look-up for messages.',
  },
  {
    codes: ['invalid_response'],
    class: 'ambiguous',
    title: 'Answer cannot be believed',
    cause: 'AWS reported success, but the answer names no message.',
    remedy:
      'Nothing at once: an event with our reference proves it. If it lasts, check AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2 and any proxy in between.',
  },
]
