import { createHmac, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { AccountSettings } from '@heliograph/delivery/providers/definition'
import { configuredAccounts } from '@heliograph/delivery/testing/configured-accounts'
import { signedEnvelope, snsCertificate } from '@heliograph/delivery/testing/sns-envelopes'
import { afterAll } from 'vitest'

// Accounts at the other carriers, and requests signed as these carriers sign them.

export const plivoToken = 'plivo_test_token_0001'
export const sinchSecret = 'sinch_test_secret_0001'

const topicArn = 'arn:aws:sns:us-east-1:123456789012:mms-events'

/** Variables of an account at each of them, as an operator would set them. */
const otherCarriersEnv = {
  PLIVO_AUTH_ID: 'MA0123456789ABCDEFGH',
  PLIVO_AUTH_TOKEN: plivoToken,
  PLIVO_SENDER_NUMBER: '+14155550100',
  SINCH_SERVICE_PLAN_ID: 'plan0001',
  SINCH_API_TOKEN: 'token0001',
  SINCH_NUMBER: '+14155550102',
  SINCH_WEBHOOK_SECRET: sinchSecret,
  AWS_REGION: 'us-east-1',
  SNS_ORIGINATION_NUMBER: '+14155550103',
  S3_BUCKET_NAME: 'acme-mms-media',
  AWS_CONFIGURATION_SET_NAME: 'mms-events',
  AWS_SNS_TOPIC_ARNS: topicArn,
  AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'secret',
}

const pemPath = `/SimpleNotificationService-${'0'.repeat(32)}.pem`

/** Accounts at all carriers but Twilio. */
export type OtherCarriers = {
  readonly accounts: readonly AccountSettings[]
  /** The same without what proves callbacks of Sinch. */
  readonly unproven: readonly AccountSettings[]
  /** A notification of AWS in its envelope. `certificateAt` is a path below the place that stands in for SNS. */
  signAsAws(message: object, certificateAt?: string): Signed
}

/** Opens them, with a place of ours for the certificate of SNS; it is closed after the file's tests. */
export async function openOtherCarriers(): Promise<OtherCarriers> {
  const server = createServer((request, response) => {
    response.writeHead(request.url === pemPath ? 200 : 503).end(request.url === pemPath ? snsCertificate : '')
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  afterAll(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const simulatorUrl = `http://127.0.0.1:${port}`
  return {
    accounts: configuredAccounts(otherCarriersEnv, { simulatorUrl }),
    unproven: configuredAccounts({ ...otherCarriersEnv, SINCH_WEBHOOK_SECRET: '' }, { simulatorUrl }),
    signAsAws: (message, certificateAt = pemPath) => ({
      headers: { 'content-type': 'text/plain; charset=UTF-8' },
      payload: JSON.stringify(
        signedEnvelope({
          TopicArn: topicArn,
          SigningCertURL: simulatorUrl + certificateAt,
          Message: JSON.stringify(message),
        }),
      ),
    }),
  }
}

type Signed = { readonly headers: Readonly<Record<string, string>>; readonly payload: string }

/** A form signed with Plivo's version 3 for a whole URL without a query. */
export function signAsPlivo(url: string, form: Readonly<Record<string, string>>): Signed {
  const nonce = randomUUID()
  const fields = Object.entries(form)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('')
  const signature = createHmac('sha256', plivoToken).update(`${url}?${fields}.${nonce}`).digest('base64')
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v3': signature,
      'x-plivo-signature-v3-nonce': nonce,
    },
    payload: new URLSearchParams(form).toString(),
  }
}

/** The same form with version 2 alone, which covers the URL and nothing else. */
export function signAsOldPlivo(url: string, form: Readonly<Record<string, string>>): Signed {
  const nonce = randomUUID()
  return {
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-plivo-signature-v2': createHmac('sha256', plivoToken)
        .update(url + nonce)
        .digest('base64'),
      'x-plivo-signature-v2-nonce': nonce,
    },
    payload: new URLSearchParams(form).toString(),
  }
}

/** A body signed as Sinch does. */
export function signAsSinch(body: object): Signed {
  const payload = JSON.stringify(body)
  const nonce = randomUUID()
  const timestamp = String(Math.floor(Date.now() / 1_000))
  const signed = `${payload}.${nonce}.${timestamp}`
  return {
    headers: {
      'content-type': 'application/json',
      'x-sinch-webhook-signature': createHmac('sha256', sinchSecret).update(signed).digest('base64'),
      'x-sinch-webhook-signature-nonce': nonce,
      'x-sinch-webhook-signature-timestamp': timestamp,
      'x-sinch-webhook-signature-algorithm': 'HmacSHA256',
    },
    payload,
  }
}

/** What Plivo says about a message it just handed on, under an id of its own. */
export function plivoStatusForm(to: string, providerId: string = randomUUID()): Record<string, string> {
  return {
    MessageUUID: providerId,
    From: '14155550100',
    To: to.slice(1),
    Type: 'mms',
    Status: 'sent',
    ErrorCode: '000',
    Units: '1',
  }
}

/** What Sinch says about a message it just handed on, under an id of its own. */
export function sinchReport(to: string, providerId: string = newBatchId()): object {
  return {
    type: 'recipient_delivery_report_mms',
    batch_id: providerId,
    recipient: to.slice(1),
    code: 401,
    status: 'Dispatched',
    at: '2026-01-02T03:04:05.678Z',
  }
}

/** What AWS says about a message of an attempt that it just handed on, under an id of its own. */
export function awsEvent(reference: string, providerId: string = randomUUID()): object {
  return {
    eventType: 'MEDIA_SUCCESSFUL',
    eventVersion: '1.0',
    eventTimestamp: Date.now(),
    isFinal: true,
    messageId: providerId,
    context: { heliograph: reference },
  }
}

/** An id as Sinch gives them. */
export function newBatchId(): string {
  return `01HZ${randomUUID().replaceAll('-', '').toUpperCase().slice(0, 22)}`
}
