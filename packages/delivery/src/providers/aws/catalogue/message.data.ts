import type { CatalogueRow } from './catalogue-row.ts'

/** Refusals of one message: its recipient, its content, or rules of ours that it meets. */
export const messageRows: readonly CatalogueRow[] = [
  {
    codes: ['ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT'],
    class: 'opt_out',
    title: 'Recipient opted out',
    cause: 'The recipient is on the opt-out list of this sender, usually after writing STOP.',
    remedy: 'Do not write again. Only the recipient can lift it, by writing START.',
  },
  {
    codes: ['ConflictException.DESTINATION_PHONE_NUMBER_NOT_VERIFIED'],
    class: 'configuration',
    title: 'Recipient not verified in the sandbox',
    cause: 'The account is in the sandbox, which sends to verified numbers only.',
    remedy:
      'Verify the number (End User Messaging SMS, Verified destination numbers), or ask for production access.',
  },
  {
    codes: [
      'ConflictException.DESTINATION_COUNTRY_BLOCKED_BY_PROTECT_CONFIGURATION',
      'ConflictException.DESTINATION_PHONE_NUMBER_BLOCKED_BY_PROTECT_NUMBER_OVERRIDE',
      'ValidationException.DESTINATION_COUNTRY_BLOCKED',
    ],
    class: 'configuration',
    title: 'Blocked by your protect configuration',
    cause: 'A protect configuration of the account blocks the country or the number.',
    remedy: 'Change the protect configuration in the console if that was not meant.',
  },
  {
    codes: [
      'ValidationException.COUNTRY_NOT_ENABLED',
      'ValidationException.INTERNATIONAL_SENDING_NOT_SUPPORTED',
      'ValidationException.INVALID_IDENTITY_FOR_DESTINATION_COUNTRY',
    ],
    class: 'configuration',
    title: 'Country not served by this sender',
    cause: 'This sender, or the account, cannot send MMS to the country of the recipient.',
    remedy: 'Use a sender of that country. AWS sends MMS in the United States and Canada.',
  },
  {
    codes: ['ValidationException.MEDIA_TYPE_NOT_SUPPORTED'],
    class: 'content',
    title: 'Media type not supported',
    cause: 'The object in S3 has a Content-Type that AWS does not send.',
    remedy: 'Store the object with the Content-Type of its bytes, one of those in docs/providers.md.',
  },
  {
    codes: ['ValidationException.MAXIMUM_SIZE_EXCEEDED'],
    class: 'content',
    title: 'Media or text too large',
    cause: 'The object in S3 or the text is larger than AWS allows.',
    remedy: 'Images (JPEG, PNG, GIF) up to 2 MB, everything else up to 600 KB, text up to 1,600 characters.',
  },
  {
    codes: ['ValidationException.RESOURCE_NOT_ACCESSIBLE'],
    class: 'content',
    title: 'Media not readable',
    cause:
      'AWS cannot read the object: it does not exist, the role lacks s3:GetObject, or the bucket is in another region or account.',
    remedy: 'Check the key, S3_BUCKET_NAME, its region and the policy of docs/providers.md.',
  },
  {
    codes: ['ValidationException.PRICE_OVER_THRESHOLD'],
    class: 'configuration',
    title: 'Price above the limit',
    cause: 'The message costs more than the highest price that is set for it.',
    remedy: 'Raise the limit at AWS.',
  },
  {
    codes: ['ValidationException.INVALID_PARAMETER', 'ValidationException.FIELD_VALIDATION_FAILED'],
    class: 'content',
    title: 'Part of the message not valid',
    cause: 'AWS does not accept a part of the message: number, text or media.',
    remedy: 'Check the number of the recipient, the text and the media, then send again.',
  },
  {
    codes: [
      'ValidationException',
      'ValidationException.OTHER',
      'ValidationException.INVALID_REQUEST',
      'ValidationException.INVALID_ARN',
      'ValidationException.CANNOT_PARSE',
      'ValidationException.UNKNOWN_OPERATION',
      'ValidationException.MISSING_PARAMETER',
      'ValidationException.PARAMETERS_CANNOT_BE_USED_TOGETHER',
      'ValidationException.UNSPECIFIED_PARAMETER_NOT_SUPPORTED',
      'SerializationException',
      'UnknownOperationException',
    ],
    class: 'configuration',
    title: 'Request not valid',
    cause: 'AWS does not understand the request.',
    remedy:
      'Check SNS_ORIGINATION_NUMBER, AWS_CONFIGURATION_SET_NAME and AWS_ENDPOINT_URL_PINPOINT_SMS_VOICE_V2; otherwise report it as a bug.',
  },
  {
    codes: ['ConflictException'],
    class: 'configuration',
    title: 'Conflict with the settings at AWS',
    cause:
      'What was asked does not fit the state of a number, pool or configuration at AWS, and AWS does not say which.',
    remedy: 'Check the sender in the console.',
  },
  {
    codes: ['sender_missing'],
    class: 'configuration',
    title: 'No sender',
    cause: 'The message names neither a number nor a pool to send from.',
    remedy: 'Set SNS_ORIGINATION_NUMBER, or give the message a sender.',
  },
  {
    codes: ['message_empty'],
    class: 'content',
    title: 'Nothing to send',
    cause: 'The message has no media, and its text is empty or blank.',
    remedy: 'Give it a text or a media URL.',
  },
]
