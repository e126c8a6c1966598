import { awsDefinition } from '../../src/providers/aws/aws-definition.ts'
import type { CallbackRequest } from '../../src/providers/provider.ts'
import type { CallbackProof } from '../../testing/provider-contract/contract.ts'
import { describeProvider } from '../../testing/provider-contract/describe-provider.ts'

const topic = 'arn:aws:sns:us-east-1:123456789012:mms-events'
const otherTopic = 'arn:aws:sns:us-east-1:123456789012:other-events'

/** SNS writes its signature into the body, which it signs without it. */
const proof: CallbackProof = {
  replace: (request, change) =>
    rewrite(request, (envelope) => ({ ...envelope, Signature: change(String(envelope['Signature'])) })),
  remove: (request) => rewrite(request, ({ Signature: _signature, SigningCertURL: _url, ...rest }) => rest),
}

function rewrite(
  request: CallbackRequest,
  change: (envelope: Record<string, unknown>) => Record<string, unknown>,
): CallbackRequest {
  const envelope: Record<string, unknown> = JSON.parse(request.rawBody.toString('utf8'))
  return { ...request, rawBody: Buffer.from(JSON.stringify(change(envelope))) }
}

describeProvider({
  definition: awsDefinition,
  env: {
    AWS_REGION: 'us-east-1',
    AWS_ACCESS_KEY_ID: 'AKIACONTRACT00000001',
    AWS_SECRET_ACCESS_KEY: 'contract0123456789secret0123456789access',
    SNS_ORIGINATION_NUMBER: '+14155550100,pool-0123abcd',
    S3_BUCKET_NAME: 'heliograph-contract-media',
    AWS_CONFIGURATION_SET_NAME: 'heliograph',
    AWS_SNS_TOPIC_ARNS: topic,
  },
  secrets: ['AWS_SECRET_ACCESS_KEY'],
  malformed: {
    AWS_REGION: 'Virginia',
    SNS_ORIGINATION_NUMBER: '555-0006',
    S3_BUCKET_NAME: 's3://bucket',
    AWS_CONFIGURATION_SET_NAME: 'two words',
    AWS_SNS_TOPIC_ARNS: 'mms-events',
  },
  simulatorSettings: (doorUrl) => ({
    delays: { acceptedMs: 10, queuedMs: 10, pendingMs: 10, successfulMs: 10 },
    eventsUrl: `${doorUrl}/webhooks/aws/events`,
  }),
  sender: '+14155550100',
  messagingService: 'pool-0123abcd',
  providerId: {
    pattern: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
    unknown: '00000000-0000-4000-8000-000000000000',
  },
  refusals: [
    {
      request: { to: '+15005540101' },
      code: 'ConflictException.DESTINATION_PHONE_NUMBER_OPTED_OUT',
      class: 'opt_out',
    },
    {
      request: { to: '+15005540102' },
      code: 'ConflictException.DESTINATION_PHONE_NUMBER_NOT_VERIFIED',
      class: 'configuration',
    },
    { request: { to: '+15005540001' }, code: 'AccessDeniedException.ACCOUNT_DISABLED', class: 'account' },
    { request: { to: '+15005540003' }, code: 'AccessDeniedException', class: 'account' },
    {
      request: { to: '+15005540301' },
      code: 'ServiceQuotaExceededException.MONTHLY_SPEND_LIMIT_REACHED_FOR_MEDIA',
      class: 'account',
    },
    { request: { to: '+15005540401' }, code: 'ThrottlingException', class: 'throttled' },
    {
      request: { to: '+15005540501' },
      code: 'ValidationException.MEDIA_TYPE_NOT_SUPPORTED',
      class: 'content',
    },
    {
      request: { to: '+15005540511' },
      code: 'ValidationException.COUNTRY_NOT_ENABLED',
      class: 'configuration',
    },
    { request: { to: '+15005540703' }, code: 'ExpiredTokenException', class: 'account' },
    {
      request: { from: '+15005550001' },
      code: 'ResourceNotFoundException.phone-number',
      class: 'sender',
    },
    {
      request: { from: '+15005550007' },
      code: 'ConflictException.NUMBER_CAPABILITIES_MISMATCH',
      class: 'sender',
    },
  ],
  endings: [
    { to: '+15005560001', status: 'undelivered', code: 'MEDIA_INVALID', class: 'recipient' },
    { to: '+15005560003', status: 'undelivered', code: 'MEDIA_UNREACHABLE', class: 'transient' },
    { to: '+15005560006', status: 'undelivered', code: 'MEDIA_CARRIER_BLOCKED', class: 'filtered' },
    { to: '+15005560009', status: 'failed', code: 'MEDIA_FILE_SIZE_EXCEEDED', class: 'content' },
    { to: '+15005560011', status: 'failed', code: 'MEDIA_TTL_EXPIRED', class: 'expired' },
  ],
  walk: ['submitted', 'sending', 'sent', 'delivered'],
  proof,
  coversAddress: false,
  strangers: { AWS_SNS_TOPIC_ARNS: otherTopic },
  rotated: { AWS_SNS_TOPIC_ARNS: `${otherTopic},${topic}` },
  forgeries: {
    signature: { notifications: { forgery: 'signature' } },
    topic: { notifications: { forgery: 'topic' } },
    certificate: { notifications: { forgery: 'certificate' } },
  },
})
