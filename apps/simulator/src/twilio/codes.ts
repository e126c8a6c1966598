// Twilio's messaging error codes: for a refused request the HTTP status and text, for a message that failed later its text.
// Texts are short forms of the public dictionary (twilio.com/docs/api/errors); clients must go by the code, never by the text.

/** A refusal over HTTP. */
export type RefusalCode = { status: number; message: string }

/** Codes that answer a request at once. `{}` stands for the detail given by the caller. */
export const REFUSALS: Readonly<Record<number, RefusalCode>> = {
  20001: { status: 400, message: 'Invalid parameter: {}' },
  20003: { status: 401, message: 'Authenticate' },
  20004: { status: 405, message: 'Method not allowed' },
  20005: { status: 403, message: 'Account not active' },
  20006: { status: 403, message: 'Access Denied' },
  20009: { status: 409, message: 'Cannot change or delete the resource because it is not complete' },
  20403: { status: 403, message: 'Forbidden' },
  20404: { status: 404, message: 'The requested resource {} was not found' },
  20413: { status: 413, message: 'Request entity too large' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  20503: { status: 503, message: 'Service unavailable' },
  21211: { status: 400, message: "Invalid 'To' Phone Number: {}" },
  21212: { status: 400, message: 'Invalid From Number (caller ID): {}' },
  21408: {
    status: 400,
    message:
      "Permission to send an SMS or MMS has not been enabled for the region indicated by the 'To' number: {}",
  },
  21601: {
    status: 400,
    message: 'Phone number is not a valid SMS-capable or MMS-capable inbound phone number: {}',
  },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21606: {
    status: 400,
    message:
      "The 'From' phone number provided ({}) is not a valid message-capable Twilio phone number for this destination.",
  },
  21608: {
    status: 400,
    message: 'The number {} is unverified. Trial accounts cannot send messages to unverified numbers.',
  },
  21609: { status: 400, message: "The 'StatusCallback' URL {} is not a valid URL." },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21611: {
    status: 400,
    message: "This 'From' number {} has exceeded the maximum number of queued messages.",
  },
  21612: {
    status: 400,
    message: "Message cannot be sent with the current combination of 'To' ({}) and/or 'From' parameters.",
  },
  21614: { status: 400, message: "'To' number is not a valid mobile number: {}" },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit.' },
  21619: { status: 400, message: 'A text message body or media urls must be specified.' },
  21620: { status: 400, message: 'Invalid media URL: {}' },
  21621: { status: 400, message: "The 'From' number {} is not enabled for MMS." },
  21623: { status: 400, message: 'Number of media files exceeds allowed limit' },
  21624: { status: 400, message: 'The validity period value {} is not valid' },
  21635: { status: 400, message: "'To' number cannot be a landline: {}" },
  21702: { status: 400, message: 'The Messaging Service cannot take new messages for the moment' },
  21703: { status: 400, message: 'The Messaging Service has no sender that can carry this message' },
  21704: { status: 400, message: 'The Messaging Service contains no phone numbers' },
  21705: { status: 400, message: 'The Messaging Service Sid {} is invalid.' },
  21711: { status: 400, message: "The 'From' number {} does not belong to the Messaging Service" },
  21730: { status: 400, message: 'The Messaging Service is under maintenance; try again later' },
  30400: { status: 400, message: 'Invalid combination of parameters in a message update' },
  30409: { status: 409, message: 'Message cannot be canceled: it is already finalized' },
  35111: { status: 400, message: "The 'SendAt' parameter is required to schedule a message" },
  35114: { status: 400, message: 'Scheduling does not support this timestamp' },
  35117: { status: 400, message: "The 'ScheduleType' parameter is invalid" },
  35118: { status: 400, message: 'A MessagingServiceSid is required to schedule a message' },
}

/** How a message ends that was accepted: refused by Twilio itself, or given back by a carrier. */
export type FinalFailure = { status: 'failed' | 'undelivered'; message: string }

/** Codes that a message gets after it was accepted. */
export const FAILURES: Readonly<Record<number, FinalFailure>> = {
  11200: { status: 'failed', message: 'HTTP retrieval failure' },
  11205: { status: 'failed', message: 'HTTP connection failure' },
  11206: { status: 'failed', message: 'HTTP protocol violation' },
  11210: { status: 'failed', message: 'HTTP bad host name' },
  11215: { status: 'failed', message: 'HTTP too many redirects' },
  11220: { status: 'failed', message: 'SSL/TLS handshake error' },
  11751: { status: 'failed', message: 'Media exceeds messaging provider size limit' },
  12300: { status: 'failed', message: 'Invalid Content-Type' },
  20504: { status: 'failed', message: 'Internal error while sending the message' },
  21610: { status: 'failed', message: 'Attempt to send to unsubscribed recipient' },
  30001: { status: 'failed', message: 'Queue overflow' },
  30002: { status: 'failed', message: 'Account suspended' },
  30003: { status: 'undelivered', message: 'Unreachable destination handset' },
  30004: { status: 'undelivered', message: 'Message blocked' },
  30005: { status: 'undelivered', message: 'Unknown destination handset' },
  30006: { status: 'undelivered', message: 'Landline or unreachable carrier' },
  30007: { status: 'undelivered', message: 'Message filtered' },
  30008: { status: 'undelivered', message: 'Unknown error' },
  30011: { status: 'undelivered', message: 'MMS not supported by the receiving phone number in this region' },
  30017: { status: 'undelivered', message: 'Carrier network congestion' },
  30019: { status: 'undelivered', message: 'Content size exceeds carrier limit' },
  30022: { status: 'undelivered', message: 'US A2P 10DLC rate limits exceeded' },
  30023: { status: 'undelivered', message: 'US A2P 10DLC daily message cap reached' },
  30032: { status: 'undelivered', message: 'Toll-free number has not been verified' },
  30034: { status: 'undelivered', message: 'Message from an unregistered number' },
  30036: { status: 'failed', message: 'Validity period expired' },
  30410: { status: 'failed', message: 'Provider timeout' },
  30450: { status: 'failed', message: 'Message delivery blocked by fraud protection' },
  30500: { status: 'failed', message: 'Internal error while sending the message' },
  63019: { status: 'failed', message: 'Media failed to download' },
}

/** How a message with this code ends. Codes we do not know: 3xxxx come from carriers, all others from Twilio itself. */
export function failureOf(code: number): FinalFailure {
  const known = FAILURES[code]
  if (known) return known
  const status = code >= 30_000 && code < 40_000 ? 'undelivered' : 'failed'
  return { status, message: `Error ${code}` }
}
