import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import { faultConfigSchema } from '../core/fault-rule.ts'
import type { Faults } from '../core/faults.ts'
import type { Ledger } from '../core/ledger.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../numbers.ts'
import { type Inbound, type InboundResult, inboundSchema } from '../twilio/inbound.ts'
import { type Settings, type SettingsPatch, settingsPatchSchema } from '../twilio/settings.ts'
import { type ControlAccess, mayControl } from './access.ts'

/** What the control endpoints steer. */
export type ControlDeps = {
  ledger: Ledger
  faults: Faults
  access: ControlAccess
  settings: { get(): Settings; change(patch: SettingsPatch): Settings; reset(): Settings }
  /** Takes a message from somebody's phone. */
  receive(inbound: Inbound): Promise<InboundResult>
  /** Back to the state of a fresh start: no messages, no opt-outs, no faults, first settings. */
  resetAll(): void
}

const NO_FAULTS = { seed: 1, rules: [] }

const ledgerQuerySchema = z.strictObject({
  to: z.string().optional(),
  sid: z.string().optional(),
  since: z.union([z.string().regex(/^\d+$/), z.iso.datetime({ offset: true })]).optional(),
  limit: z.coerce.number().int().min(1).optional(),
})

/** Registers `/__sim/ledger`, `/__sim/faults`, `/__sim/settings`, `/__sim/numbers`, `/__sim/inbound` and `/__sim/reset`. */
export function controlRoutes(app: FastifyInstance, deps: ControlDeps): void {
  app.addHook('onRequest', (request, reply, done) => {
    if (mayControl(deps.access, request)) return done()
    reply
      .code(401)
      .header('www-authenticate', 'Basic realm="Heliograph simulator"')
      .send({ error: 'the control endpoints need the account credentials' })
  })

  app.get('/__sim/ledger', (request, reply) => {
    const query = ledgerQuerySchema.safeParse(request.query)
    if (!query.success) return invalid(reply, query.error)
    return reply.send({ ...deps.ledger.totals(), creates: deps.ledger.list(query.data) })
  })
  app.delete('/__sim/ledger', (_request, reply) => {
    deps.ledger.clear()
    return reply.code(204).send()
  })

  app.get('/__sim/faults', (_request, reply) => reply.send(deps.faults.show()))
  app.put('/__sim/faults', (request, reply) => {
    const config = faultConfigSchema.safeParse(request.body)
    if (!config.success) return invalid(reply, config.error)
    deps.faults.configure(config.data)
    return reply.send(deps.faults.show())
  })
  app.delete('/__sim/faults', (_request, reply) => {
    deps.faults.configure(NO_FAULTS)
    return reply.code(204).send()
  })

  app.get('/__sim/settings', (_request, reply) => reply.send(masked(deps.settings.get())))
  app.put('/__sim/settings', (request, reply) => {
    const patch = settingsPatchSchema.safeParse(request.body)
    if (!patch.success) return invalid(reply, patch.error)
    return reply.send(masked(deps.settings.change(patch.data)))
  })
  app.delete('/__sim/settings', (_request, reply) => reply.send(masked(deps.settings.reset())))

  app.get('/__sim/numbers', (_request, reply) =>
    reply.send({
      senders: SENDER_NUMBERS.map(({ number, see }) => ({ number, see })),
      recipients: RECIPIENT_NUMBERS.map(({ number, see }) => ({ number, see })),
    }),
  )
  app.post('/__sim/inbound', async (request, reply) => {
    const inbound = inboundSchema.safeParse(request.body)
    if (!inbound.success) return invalid(reply, inbound.error)
    const { kind, ...result } = await deps.receive(inbound.data)
    if (kind === 'sent') return reply.send(result)
    return reply.code(400).send({ error: 'invalid request', problems: Object.values(result) })
  })
  app.post('/__sim/reset', (_request, reply) => {
    deps.resetAll()
    return reply.code(204).send()
  })
}

function invalid(reply: FastifyReply, error: z.ZodError): FastifyReply {
  const problems = error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  return reply.code(400).send({ error: 'invalid request', problems })
}

function masked(settings: Settings): object {
  const mask = (secret: string | null): string | null => (secret === null ? null : '[secret]')
  return {
    ...settings,
    authToken: mask(settings.authToken),
    secondaryAuthToken: mask(settings.secondaryAuthToken),
    apiKeySecret: mask(settings.apiKeySecret),
  }
}
