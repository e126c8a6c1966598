import { randomUUID } from 'node:crypto'
import type { Answer } from '../core/ending.ts'

/** An exception of the JSON API. Status and members as in the service's model (API 2022-03-31). */
export type AwsError = {
  type: string
  status: number
  message: string
  /** Members beside the message: Reason, Fields, ResourceType … */
  members: Readonly<Record<string, unknown>>
}

const NAMESPACE = 'com.amazonaws.pinpointsmsvoicev2#'

/** Credentials or account are not good for this: with a Reason, or without one when IAM says no. */
export function accessDenied(
  reason?: 'ACCOUNT_DISABLED' | 'INSUFFICIENT_ACCOUNT_REPUTATION',
  message = 'The request was denied because you do not have sufficient permissions to access the resource.',
): AwsError {
  return awsError('AccessDeniedException', message, reason === undefined ? {} : { Reason: reason })
}

/** The account's present state forbids the send. */
export function conflict(Reason: string): AwsError {
  return awsError('ConflictException', `Your request conflicts with a resource: ${Reason}`, { Reason })
}

/** Something that the request names does not exist. */
export function notFound(ResourceType: string, ResourceId: string): AwsError {
  return awsError('ResourceNotFoundException', `Resource not found: ${ResourceType} ${ResourceId}`, {
    ResourceType,
    ResourceId,
  })
}

/** A limit of the account is reached. */
export function quotaExceeded(Reason: string): AwsError {
  return awsError('ServiceQuotaExceededException', `Quota exceeded: ${Reason}`, { Reason })
}

/** Too many requests. */
export function throttled(): AwsError {
  return awsError('ThrottlingException', 'Rate exceeded')
}

/** The request itself is wrong. */
export function invalid(Reason: string, Fields: { Name: string; Message: string }[] = []): AwsError {
  const detail = Fields.map(({ Name, Message }) => `${Name}: ${Message}`).join('; ')
  const message = `1 or more validation errors: ${Reason}${detail === '' ? '' : `: ${detail}`}`
  return awsError('ValidationException', message, { Reason, ...(Fields.length === 0 ? {} : { Fields }) })
}

/** AWS itself failed; whether the request was carried out is not known. */
export function internalError(): AwsError {
  return {
    ...awsError('InternalServerException', 'Internal server error', { RequestId: randomUUID() }),
    status: 500,
  }
}

/** Any exception that the service answers with HTTP 400. */
export function awsError(
  type: string,
  message: string,
  members: Readonly<Record<string, unknown>> = {},
): AwsError {
  return { type, status: 400, message, members }
}

/** A JSON answer of the service. */
export function jsonAnswer(status: number, value: object): Answer {
  return {
    status,
    headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amzn-requestid': randomUUID() },
    body: Buffer.from(JSON.stringify(value)),
    errorCode: null,
  }
}

/** An exception as it goes over the wire; the ledger gets its Reason, or its name where it has none. */
export function errorAnswer(error: AwsError, isQualified: boolean): Answer {
  const { type, status, message, members } = error
  const answer = jsonAnswer(status, {
    __type: isQualified ? NAMESPACE + type : type,
    Message: message,
    ...members,
  })
  const { Reason } = members
  return { ...answer, errorCode: typeof Reason === 'string' ? Reason : type }
}

/** The page of a proxy in front of the service: HTML where JSON is expected. */
export function unavailablePage(): Answer {
  return {
    status: 503,
    headers: { 'content-type': 'text/html' },
    body: Buffer.from('<html><body><b>Http/1.1 Service Unavailable</b></body> </html>'),
    errorCode: 'ServiceUnavailable',
  }
}
