// SNS over HTTP, as far as an endpoint meets it: the signing certificate, SubscribeURL and UnsubscribeURL.
import { randomUUID } from 'node:crypto'
import type { FastifyInstance, FastifyReply } from 'fastify'
import { escapeXml } from '../xml.ts'
import { CERTIFICATE, CERTIFICATE_PATH } from './sign-envelope.ts'
import type { Changed, Subscriptions } from './subscriptions.ts'

const NAMESPACE = 'http://sns.amazonaws.com/doc/2010-03-31/'

/** Registers the certificate and `GET /?Action=ConfirmSubscription` and `Unsubscribe`. */
export function snsDoor(app: FastifyInstance, subscriptions: Subscriptions): void {
  app.get(CERTIFICATE_PATH, (_request, reply) => reply.type('binary/octet-stream').send(CERTIFICATE))
  app.get('/', (request, reply) => {
    const { searchParams } = new URL(request.raw.url ?? '/', 'http://simulator')
    const parameter = (name: string): string => searchParams.get(name) ?? ''
    switch (parameter('Action')) {
      case 'ConfirmSubscription':
        return answer(
          reply,
          'ConfirmSubscription',
          subscriptions.confirm(parameter('TopicArn'), parameter('Token')),
        )
      case 'Unsubscribe':
        return answer(reply, 'Unsubscribe', subscriptions.unsubscribe(parameter('SubscriptionArn')))
      default:
        return refuse(reply, 'InvalidAction', 'The action or operation requested is invalid.')
    }
  })
}

function answer(reply: FastifyReply, action: string, changed: Changed): FastifyReply {
  if (changed.kind === 'unknown') {
    return refuse(reply, 'InvalidParameter', 'Invalid parameter: no such token or subscription')
  }
  const result =
    action === 'ConfirmSubscription'
      ? `<ConfirmSubscriptionResult><SubscriptionArn>${escapeXml(changed.subscriptionArn)}</SubscriptionArn></ConfirmSubscriptionResult>`
      : ''
  return reply.type('text/xml').send(envelope(`${action}Response`, result))
}

function refuse(reply: FastifyReply, code: string, message: string): FastifyReply {
  const error = `<Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error>`
  return reply.code(400).type('text/xml').send(envelope('ErrorResponse', error))
}

function envelope(name: string, inner: string): string {
  const metadata = `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata>`
  return `<${name} xmlns="${NAMESPACE}">${inner}${metadata}</${name}>`
}
