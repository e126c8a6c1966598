import { randomBytes } from 'node:crypto'
import type { Answer } from '../../core/ending.ts'
import type { SignatureFault } from '../sigv4.ts'
import { escapeXml } from '../xml.ts'

/** Error codes of S3 with their HTTP status and text (docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html). */
const CODES = {
  AccessDenied: [403, 'Access Denied'],
  AuthorizationHeaderMalformed: [400, 'The authorization header that you provided is not valid.'],
  BadDigest: [
    400,
    'The Content-MD5 or checksum value that you specified did not match what the server received.',
  ],
  EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size.'],
  IncompleteBody: [
    400,
    'You did not provide the number of bytes specified by the Content-Length HTTP header.',
  ],
  InternalError: [500, 'We encountered an internal error. Please try again.'],
  InvalidAccessKeyId: [403, 'The AWS access key ID that you provided does not exist in our records.'],
  InvalidRequest: [400, 'Value for x-amz-checksum header is invalid.'],
  InvalidToken: [400, 'The provided token is malformed or otherwise not valid.'],
  InvalidURI: [400, 'The specified URI could not be parsed.'],
  MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
  NoSuchBucket: [404, 'The specified bucket does not exist.'],
  NoSuchKey: [404, 'The specified key does not exist.'],
  NotImplemented: [501, 'A header that you provided implies functionality that is not implemented.'],
  PreconditionFailed: [412, 'At least one of the preconditions that you specified did not hold.'],
  RequestTimeTooSkewed: [403, "The difference between the request time and the server's time is too large."],
  ServiceUnavailable: [503, 'Service is unable to handle request.'],
  SignatureDoesNotMatch: [
    403,
    'The request signature that the server calculated does not match the signature that you provided.',
  ],
  SlowDown: [503, 'Please reduce your request rate.'],
  XAmzContentSHA256Mismatch: [
    400,
    "The provided 'x-amz-content-sha256' header does not match what was computed.",
  ],
} as const satisfies Record<string, readonly [number, string]>

/** A code of the table. */
export type S3Code = keyof typeof CODES

const OF_SIGNATURE_FAULT: Readonly<Record<SignatureFault, S3Code>> = {
  missing: 'AccessDenied',
  incomplete: 'AuthorizationHeaderMalformed',
  unknown_key: 'InvalidAccessKeyId',
  unknown_token: 'InvalidToken',
  wrong_region: 'AuthorizationHeaderMalformed',
  wrong_service: 'AuthorizationHeaderMalformed',
  skewed: 'RequestTimeTooSkewed',
  mismatch: 'SignatureDoesNotMatch',
}

/** An error in S3's XML. `elements` come beside code and message. */
export function s3Error(code: S3Code, elements: Readonly<Record<string, string>> = {}): Answer {
  const [status, message] = CODES[code]
  const requestId = randomBytes(8).toString('hex').toUpperCase()
  const fields = Object.entries({ Code: code, Message: message, ...elements, RequestId: requestId })
  const inner = fields.map(([name, value]) => `<${name}>${escapeXml(value)}</${name}>`).join('')
  return {
    status,
    headers: { 'content-type': 'application/xml', 'x-amz-request-id': requestId },
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<Error>${inner}</Error>`),
    errorCode: code,
  }
}

/** The error for a signature that is not accepted; a wrong region is answered with the right one. */
export function s3SignatureError(fault: SignatureFault, region: string): Answer {
  return s3Error(OF_SIGNATURE_FAULT[fault], fault === 'wrong_region' ? { Region: region } : {})
}
