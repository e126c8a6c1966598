// In this order, so that nothing costs us anything before it is likely: topic, signature version and certificate address
// (no I/O), certificate, signature, age. Only then is a word of the message believed. Any AWS customer's topic is signed
// just as validly: the list of topics is what authorises.
import type { CallbackRequest, EventReading } from '../../provider.ts'
import { readNotification } from '../read-notification.ts'
import type { AwsSettings } from '../settings.ts'
import type { CertificateStore } from './certificate-store.ts'
import { readCertificateUrl, readSubscribeUrl } from './check-urls.ts'
import { type Envelope, readEnvelope } from './envelope.ts'
import { fetchSmall } from './fetch-small.ts'
import { digestOf, isSigned } from './verify-envelope.ts'

/** What reading an event needs. */
export type EventDeps = {
  readonly settings: Pick<AwsSettings, 'topics' | 'allowSignatureV1' | 'simulatorUrl'>
  readonly certificates: CertificateStore
  readonly nowMs: () => number
}

type Refusal = Extract<EventReading, { kind: 'forged' | 'unavailable' }>

/** SNS repeats for an hour at most; the rest is room for clocks. */
const maxAgeMs = 65 * 60_000
const maxAheadMs = 15 * 60_000

/** Verifies what SNS posts, and confirms a subscription that we expect. Never throws. */
export async function readEvent(
  deps: EventDeps,
  request: CallbackRequest,
  signal: AbortSignal,
): Promise<EventReading> {
  const envelope = readEnvelope(request.rawBody)
  if (envelope === undefined) {
    return forged('no envelope of SNS; raw message delivery of the subscription must be off')
  }
  const refusal = await findRefusal(deps, envelope)
  if (refusal !== undefined) return refusal
  switch (envelope.Type) {
    case 'Notification':
      return isTimely(envelope, deps.nowMs())
        ? readNotification(envelope.Message)
        : forged('older than SNS repeats a message, or from the future')
    case 'SubscriptionConfirmation':
      return confirm(envelope, deps.settings.simulatorUrl, signal)
    case 'UnsubscribeConfirmation':
      return { kind: 'handled', what: 'the subscription of the topic was ended; receipts no longer arrive' }
  }
}

async function findRefusal(deps: EventDeps, envelope: Envelope): Promise<Refusal | undefined> {
  const { settings, certificates } = deps
  if (!settings.topics.includes(envelope.TopicArn))
    return forged('a topic that AWS_SNS_TOPIC_ARNS does not list')
  const digest = digestOf(envelope.SignatureVersion, settings.allowSignatureV1)
  if (digest === undefined) return forged('a signature version that is not allowed (AWS_SNS_SIGNATURE_V1)')
  const url = readCertificateUrl(envelope.SigningCertURL, settings.simulatorUrl)
  if (url === undefined) return forged('a certificate that is not at SNS')
  const found = await certificates.find(url, deps.nowMs())
  if (found.kind === 'absent') return forged('a certificate that SNS does not have')
  if (found.kind === 'unavailable') {
    return { kind: 'unavailable', detail: `the certificate of SNS could not be fetched: ${found.detail}` }
  }
  return isSigned(envelope, found.certificate, { digest, nowMs: deps.nowMs() })
    ? undefined
    : forged('signature does not fit')
}

function isTimely({ Timestamp }: Envelope, nowMs: number): boolean {
  const ageMs = nowMs - Date.parse(Timestamp)
  return ageMs <= maxAgeMs && ageMs >= -maxAheadMs
}

type Confirmation = Extract<Envelope, { Type: 'SubscriptionConfirmation' }>

/** Asking twice confirms the same subscription, so a lost answer is no harm: SNS posts again. */
async function confirm(
  { SubscribeURL, TopicArn }: Confirmation,
  simulatorUrl: string | undefined,
  signal: AbortSignal,
): Promise<EventReading> {
  const url = readSubscribeUrl(SubscribeURL, TopicArn, simulatorUrl)
  if (url === undefined) return forged('a subscription address that is not at SNS')
  const result = await fetchSmall(url, maxConfirmationBytes, signal)
  if (result.kind !== 'response') {
    return { kind: 'unavailable', detail: `the subscription could not be confirmed: ${result.reason}` }
  }
  return result.status >= 200 && result.status < 300
    ? { kind: 'handled', what: 'the subscription of the topic was confirmed' }
    : { kind: 'unavailable', detail: `the subscription could not be confirmed: http_${result.status}` }
}

const maxConfirmationBytes = 64 * 1024

function forged(reason: string): Extract<EventReading, { kind: 'forged' }> {
  return { kind: 'forged', reason }
}
