const events = 'https://docs.aws.amazon.com/sms-voice/latest/userguide/configuration-sets-event-types.html'
const errors =
  'https://docs.aws.amazon.com/pinpoint/latest/apireference_smsvoicev2/API_SendMediaMessage.html#API_SendMediaMessage_Errors'
const s3Errors = 'https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html'

/** Where AWS documents a code: on one page for each kind; null for our own words. */
export function documentationUrl(code: string): string | null {
  if (/^(MEDIA|TEXT)_[A-Z_]+$/.test(code)) return events
  if (/^S3\.[A-Za-z]+$/.test(code)) return s3Errors
  return /^[A-Z][A-Za-z]+(\.[A-Za-z_-]+)?$/.test(code) ? errors : null
}
