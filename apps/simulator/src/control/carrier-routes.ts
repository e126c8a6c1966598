import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Carrier } from '../core/carrier.ts'

/**
 * Registers `/__sim/<carrier>/settings`, `/numbers` and `/inbound`. Twilio's are also at `/__sim/settings` and so on, where
 * they were when it was the only carrier; an inbound message's id is called `sid` there.
 */
export function carrierRoutes(app: FastifyInstance, carrier: Carrier): void {
  register(app, carrier, { base: `/__sim/${carrier.name}`, idName: 'id' })
  if (carrier.name === 'twilio') register(app, carrier, { base: '/__sim', idName: 'sid' })
}

/** Answers 400 with what is wrong. */
export function invalid(reply: FastifyReply, problems: string[]): FastifyReply {
  return reply.code(400).send({ error: 'invalid request', problems })
}

function register(
  app: FastifyInstance,
  carrier: Carrier,
  { base, idName }: { base: string; idName: 'id' | 'sid' },
): void {
  const { settings } = carrier
  app.get(`${base}/settings`, (_request, reply) => reply.send(settings.show()))
  app.put(`${base}/settings`, (request, reply) => {
    const change = settings.change(request.body)
    return change.kind === 'changed' ? reply.send(change.settings) : invalid(reply, change.problems)
  })
  app.delete(`${base}/settings`, (_request, reply) => {
    settings.reset()
    return reply.send(settings.show())
  })
  app.get(`${base}/numbers`, (_request, reply) => reply.send(carrier.numbers()))
  app.post(`${base}/inbound`, async (request, reply) => {
    const result = await carrier.receive(request.body)
    if (result.kind === 'refused') return invalid(reply, result.problems)
    const { id, understood, answers } = result
    return reply.send({ [idName]: id, understood, answers })
  })
}
