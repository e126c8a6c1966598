// The JSON-1.0 API of End User Messaging SMS (sms-voice): `POST /` with an X-Amz-Target. A send is in the ledger before
// anything else happens to it.
import { createHash } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { type Answer, sendEnding } from '../core/ending.ts'
import type { FaultCandidate } from '../core/faults.ts'
import type { LedgerEntry } from '../core/ledger.ts'
import { answerUnderFaults, type Refusal } from '../core/request-faults.ts'
import type { Aws } from './account.ts'
import {
  type AwsError,
  accessDenied,
  awsError,
  errorAnswer,
  internalError,
  throttled,
  unavailablePage,
} from './aws-error.ts'
import { withPlus } from './send-input.ts'
import { sendMediaMessage } from './send-media-message.ts'
import { findSignatureFault, type SignatureFault } from './sigv4.ts'

type Json = Readonly<Record<string, unknown>>

type Call = {
  body: Buffer
  json: Json | undefined
  /** Present on a send only. */
  entry: LedgerEntry | undefined
}

const MAX_BODY_BYTES = 1_048_576
// More than the five pairs of a valid Context take.
const MAX_REFERENCE_CHARS = 5_000
const SEND = 'PinpointSMSVoiceV2.SendMediaMessage'

const OF_SIGNATURE_FAULT: Readonly<Record<SignatureFault, [string, string]>> = {
  missing: ['MissingAuthenticationTokenException', 'Missing Authentication Token'],
  incomplete: ['IncompleteSignatureException', 'Authorization header is not complete.'],
  unknown_key: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  unknown_token: ['UnrecognizedClientException', 'The security token included in the request is invalid.'],
  wrong_region: ['InvalidSignatureException', 'Credential should be scoped to a valid region.'],
  wrong_service: [
    'InvalidSignatureException',
    "Credential should be scoped to correct service: 'sms-voice'.",
  ],
  skewed: ['InvalidSignatureException', 'Signature expired, or not yet current.'],
  mismatch: [
    'InvalidSignatureException',
    'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method.',
  ],
}

/** Registers the API. */
export function jsonDoor(app: FastifyInstance, aws: Aws): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: MAX_BODY_BYTES }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler<Error & { statusCode?: number }>((error, _request, reply) => {
    const problem =
      error.statusCode === undefined ? internalError() : awsError('SerializationException', error.message)
    return sendEnding(reply, { kind: 'answer', answer: answerOf(aws, problem) })
  })
  app.post('/', async (request, reply) => {
    const call = readCall(aws, request)
    const ending = await answerUnderFaults(aws, {
      candidate: call.entry && candidateOf(aws, call.entry),
      entry: call.entry,
      refuse: (refusal) => refuse(aws, refusal),
      admit: () => admit(aws, request, call),
    })
    return sendEnding(reply, ending)
  })
}

function readCall(aws: Aws, request: FastifyRequest): Call {
  const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0)
  const json = readJson(body)
  const isSend = request.headers['x-amz-target'] === SEND
  return { body, json, entry: isSend ? aws.ledger.record(arrivalOf(json ?? {})) : undefined }
}

function arrivalOf(json: Json): Parameters<Aws['ledger']['record']>[0] {
  const text = (name: string): string | null => (typeof json[name] === 'string' ? json[name] : null)
  const to = text('DestinationPhoneNumber')
  const body = text('MessageBody')
  const media = json['MediaUrls']
  const context = json['Context']
  return {
    provider: 'aws',
    to: to === null ? null : withPlus(to),
    from: text('OriginationIdentity'),
    messagingServiceSid: null,
    reference: context === undefined ? null : JSON.stringify(context).slice(0, MAX_REFERENCE_CHARS),
    bodySha256: body === null ? null : createHash('sha256').update(body).digest('hex'),
    mediaCount: Array.isArray(media) ? media.length : 0,
    statusCallback: null,
  }
}

function candidateOf(aws: Aws, { n, to, from }: LedgerEntry): FaultCandidate {
  return { operation: 'create', n, to, from, numberRules: to === null ? [] : aws.numberFaults.onCreate(to) }
}

async function admit(aws: Aws, request: FastifyRequest, call: Call): Promise<Answer> {
  const { region, ...credentials } = aws.settings()
  const payloadHash = createHash('sha256').update(call.body).digest('hex')
  const { method, headers } = request
  const fault = findSignatureFault(
    { method, url: request.raw.url ?? '/', headers, payloadHash },
    { ...credentials, region, service: 'sms-voice' },
    Date.now(),
  )
  if (fault) return answerOf(aws, awsError(...OF_SIGNATURE_FAULT[fault]))
  aws.snsUrl.wasCalledAs(request.host)
  if (!call.entry) return answerOf(aws, awsError('UnknownOperationException', 'Not simulated.'))
  if (!call.json) return answerOf(aws, awsError('SerializationException', 'The body is not a JSON object.'))
  const result = await sendMediaMessage(aws, call.json, call.entry)
  return 'body' in result ? result : answerOf(aws, result)
}

function refuse(aws: Aws, refusal: Refusal): Answer {
  switch (refusal) {
    case 'rate_limited':
      return answerOf(aws, throttled())
    case 'server_error':
      return answerOf(aws, internalError())
    case 'unavailable':
      return unavailablePage()
    case 'reject_auth':
      return answerOf(aws, awsError(...OF_SIGNATURE_FAULT.unknown_key))
    case 'account_suspended':
      return answerOf(aws, accessDenied('ACCOUNT_DISABLED'))
  }
}

function answerOf(aws: Aws, error: AwsError): Answer {
  return errorAnswer(error, aws.settings().qualifiedErrors)
}

function readJson(body: Buffer): Json | undefined {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
