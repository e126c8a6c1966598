import { awsDefinition } from '../../src/providers/aws/aws-definition.ts'
import { openAws } from '../../src/providers/aws/open-aws.ts'
import type { AwsSettings } from '../../src/providers/aws/settings.ts'
import type { AccountContext, OpenLimits } from '../../src/providers/definition.ts'
import type { Provider, SendRequest } from '../../src/providers/provider.ts'
import { topicArn } from '../../testing/sns-envelopes.ts'
import { aRequest } from '../http-stub.ts'
import { messageId } from './sns-fixture.ts'

export const requestId = 'a1b2c3d4-0000-4000-8000-00000000000f'
const tenantId = aRequest().tenantId
/** Media that a tenant put into the bucket itself. */
export const ownMedia = `s3://acme-mms-media/heliograph/${tenantId}/a.png`

export const environment = {
  AWS_REGION: 'us-east-1',
  SNS_ORIGINATION_NUMBER: '+14155550100',
  S3_BUCKET_NAME: 'acme-mms-media',
  AWS_CONFIGURATION_SET_NAME: 'mms-events',
  AWS_SNS_TOPIC_ARNS: topicArn,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
}

/** An account as an installation opens it, with a stub in place of AWS. */
export function openAccount(
  baseUrl: string,
  limits: OpenLimits = {},
  context: Partial<AccountContext> = {},
): Provider {
  const reading = awsDefinition.readAccount(environment, {
    simulatorUrl: baseUrl,
    requireHttpsMedia: false,
    ...context,
  })
  if (reading.kind !== 'account') throw new Error(JSON.stringify(reading))
  return reading.account.open(limits)
}

/** Settings for a stub, where a test needs more than the environment can say. */
export function settingsFor(baseUrl: string, overrides: Partial<AwsSettings> = {}): AwsSettings {
  return {
    region: 'us-east-1',
    bucket: 'acme-mms-media',
    mediaPrefix: 'heliograph',
    configurationSet: 'mms-events',
    topics: [topicArn],
    allowSignatureV1: true,
    requireHttpsMedia: false,
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    smsVoiceUrl: baseUrl,
    s3Url: `${baseUrl}/__s3`,
    simulatorUrl: baseUrl,
    ...overrides,
  }
}

/** A message whose media needs no staging. */
export function aMessage(overrides: Partial<SendRequest> = {}): SendRequest {
  return aRequest({ mediaUrls: [ownMedia], ...overrides })
}

/** Sends once and closes. */
export async function sendOnce(
  settings: AwsSettings,
  request: SendRequest = aMessage(),
  signal: AbortSignal = new AbortController().signal,
) {
  const provider = openAws(settings)
  try {
    return await provider.send(request, signal)
  } finally {
    await provider.close()
  }
}

/** Headers of an answer of AWS. */
export const answerHeaders = {
  'Content-Type': 'application/x-amz-json-1.0',
  'x-amzn-RequestId': requestId,
}

/** The answer to a message that was taken. */
export const accepted = { MessageId: messageId }

/** An error as AWS writes it. */
export function awsError(name: string, more: Readonly<Record<string, unknown>> = {}) {
  return { __type: `com.amazonaws.pinpointsmsvoicev2#${name}`, Message: 'words for a person', ...more }
}
