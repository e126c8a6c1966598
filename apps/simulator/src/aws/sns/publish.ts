// What SNS posts to a subscription: text/plain JSON with its x-amz-sns headers. A repeated delivery is the same bytes.
import { randomUUID } from 'node:crypto'
import type { DeliveryPolicy, DeliveryRequest } from '../../core/deliver.ts'
import type { Settings } from '../settings.ts'
import { CERTIFICATE_PATH, type Envelope, signEnvelope, signText, type Unsigned } from './sign-envelope.ts'

/** Where a notification goes. */
export type Target = { topicArn: string; url: string; subscriptionArn: string }

/** What is told to whom. `messageId` is the same over every repetition. */
export type Notice = { target: Target; message: string; messageId: string }

const FOREIGN_ACCOUNT = '999999999999'

/** A notification, signed now. */
export async function notification(
  settings: Settings,
  snsUrl: string,
  notice: Notice,
): Promise<DeliveryRequest> {
  return toRequest(await sign(settings, snsUrl, unsignedNotice(snsUrl, notice)), notice.target)
}

/** A notification that must not be believed, of the kind that the setting `forgery` names. */
export async function forgedNotification(
  settings: Settings,
  snsUrl: string,
  notice: Notice,
): Promise<DeliveryRequest> {
  const unsigned = unsignedNotice(snsUrl, notice)
  switch (settings.notifications.forgery) {
    case 'signature': {
      const Signature = await signText('not what is in the envelope', settings.signatureVersion)
      return toRequest({ ...(await sign(settings, snsUrl, unsigned)), Signature }, notice.target)
    }
    case 'topic': {
      const topicArn = notice.target.topicArn.replace(/:\d{12}:/, `:${FOREIGN_ACCOUNT}:`)
      const foreign = await sign(settings, snsUrl, { ...unsigned, TopicArn: topicArn })
      return toRequest(foreign, { ...notice.target, topicArn })
    }
    case 'certificate': {
      const SigningCertURL = `https://sns.${settings.region}.amazonaws.com.evil.example${CERTIFICATE_PATH}`
      return toRequest({ ...(await sign(settings, snsUrl, unsigned)), SigningCertURL }, notice.target)
    }
  }
}

/** Asks the endpoint to confirm its subscription, or tells it that it has ended; both carry the token and the address. */
export async function controlMessage(
  settings: Settings,
  snsUrl: string,
  { type, target, token }: { type: Exclude<Unsigned['Type'], 'Notification'>; target: Target; token: string },
): Promise<DeliveryRequest> {
  const { topicArn, subscriptionArn } = target
  const query = `Action=ConfirmSubscription&TopicArn=${topicArn}&Token=${token}`
  const Message =
    type === 'SubscriptionConfirmation'
      ? `You have chosen to subscribe to the topic ${topicArn}.\nTo confirm the subscription, visit the SubscribeURL included in this message.`
      : `You have chosen to deactivate subscription ${subscriptionArn}.\nTo cancel this operation and restore the subscription, visit the SubscribeURL included in this message.`
  const envelope = await sign(settings, snsUrl, {
    Type: type,
    MessageId: randomUUID(),
    Token: token,
    TopicArn: topicArn,
    Message,
    SubscribeURL: `${snsUrl}/?${query}`,
    Timestamp: new Date().toISOString(),
  })
  return toRequest(envelope, target)
}

/** How often and how patiently SNS delivers over HTTP: 4xx is not tried again, everything else is. */
export function deliveryPolicy({ notifications }: Settings): DeliveryPolicy {
  const { answerTimeoutMs, retries, retryDelayMs } = notifications
  return {
    connectTimeoutMs: answerTimeoutMs,
    readTimeoutMs: answerTimeoutMs,
    totalTimeoutMs: 3_600_000,
    retries,
    retryOn: new Set(['ct', 'rt', '5xx']),
    pausesMs: [retryDelayMs],
  }
}

function unsignedNotice(snsUrl: string, { target, message, messageId }: Notice): Unsigned {
  return {
    Type: 'Notification',
    MessageId: messageId,
    TopicArn: target.topicArn,
    Message: message,
    Timestamp: new Date().toISOString(),
    UnsubscribeURL: `${snsUrl}/?Action=Unsubscribe&SubscriptionArn=${target.subscriptionArn}`,
  }
}

function sign({ signatureVersion }: Settings, snsUrl: string, unsigned: Unsigned): Promise<Envelope> {
  return signEnvelope(unsigned, signatureVersion, snsUrl + CERTIFICATE_PATH)
}

function toRequest(envelope: Envelope, { topicArn, url, subscriptionArn }: Target): DeliveryRequest {
  return {
    id: envelope.MessageId,
    url,
    method: 'POST',
    headers: {
      'content-type': 'text/plain; charset=UTF-8',
      'user-agent': 'Amazon Simple Notification Service Agent',
      'accept-encoding': 'gzip,deflate',
      'x-amz-sns-message-type': envelope.Type,
      'x-amz-sns-message-id': envelope.MessageId,
      'x-amz-sns-topic-arn': topicArn,
      ...(envelope.Type === 'SubscriptionConfirmation'
        ? {}
        : { 'x-amz-sns-subscription-arn': subscriptionArn }),
    },
    body: JSON.stringify(envelope),
    authorization: undefined,
  }
}
