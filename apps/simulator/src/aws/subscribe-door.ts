import type { FastifyInstance } from 'fastify'
import { type ControlAccess, mayControl } from '../control/access.ts'
import type { Aws } from './account.ts'
import { type Settings, topicArn } from './settings.ts'

/** Registers `POST /__sim/aws/subscribe`: asks every endpoint to confirm its subscription and says what it answered. */
export function subscribeDoor(app: FastifyInstance, aws: Aws, access: () => ControlAccess): void {
  app.post('/__sim/aws/subscribe', async (request, reply) => {
    if (!mayControl(access(), request)) {
      return reply.code(401).send({ error: 'the control endpoints need the account credentials' })
    }
    const endpoints = endpointsOf(aws.settings())
    if (endpoints.length === 0) {
      const problems = ['eventsUrl: set it first, with PUT /__sim/aws/settings']
      return reply.code(400).send({ error: 'invalid request', problems })
    }
    const asked = await Promise.all(endpoints.map(({ arn, url }) => aws.subscriptions.subscribe(arn, url)))
    const subscriptions = asked.map(({ target, state, answers }) => ({
      topicArn: target.topicArn,
      subscriptionArn: target.subscriptionArn,
      url: target.url,
      state,
      answers,
    }))
    return reply.send({ subscriptions })
  })
}

// One topic may take both; then there is one subscription.
function endpointsOf(settings: Settings): { arn: string; url: string }[] {
  const { eventsUrl, inboundUrl, eventsTopic, inboundTopic } = settings
  const endpoints = [
    { arn: topicArn(settings, eventsTopic), url: eventsUrl },
    { arn: topicArn(settings, inboundTopic), url: inboundUrl ?? eventsUrl },
  ].flatMap(({ arn, url }) => (url === null ? [] : [{ arn, url }]))
  return [...new Map(endpoints.map((one) => [`${one.arn} ${one.url}`, one])).values()]
}
