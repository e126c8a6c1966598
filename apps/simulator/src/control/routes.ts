import type { FastifyInstance, FastifyReply } from 'fastify'
import { z } from 'zod'
import type { Carrier } from '../core/carrier.ts'
import { faultConfigSchema } from '../core/fault-rule.ts'
import type { Faults } from '../core/faults.ts'
import type { Ledger } from '../core/ledger.ts'
import { problemsOf } from '../core/problems.ts'
import { type ControlAccess, mayControl } from './access.ts'
import { carrierRoutes, invalid } from './carrier-routes.ts'

/** What the control endpoints steer. */
export type ControlDeps = {
  ledger: Ledger
  faults: Faults
  access: ControlAccess
  carriers: readonly Carrier[]
  /** Back to the state of a fresh start: no messages, no opt-outs, no faults, first settings. */
  resetAll(): void
}

const NO_FAULTS = { seed: 1, rules: [] }

const ledgerQuerySchema = z.strictObject({
  to: z.string().optional(),
  sid: z.string().optional(),
  provider: z.string().optional(),
  since: z.union([z.string().regex(/^\d+$/), z.iso.datetime({ offset: true })]).optional(),
  limit: z
    .string()
    .regex(/^[1-9]\d{0,8}$/)
    .transform(Number)
    .optional(),
})

/** Registers `/__sim/ledger`, `/__sim/faults` and `/__sim/reset`, and for each carrier its settings, numbers and inbound. */
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
    if (!query.success) return invalid(reply, problemsOf(query.error))
    return reply.send({ ...deps.ledger.totals(), creates: deps.ledger.list(query.data) })
  })
  app.delete('/__sim/ledger', (_request, reply) => {
    deps.ledger.clear()
    return reply.code(204).send()
  })
  faultRoutes(app, deps.faults)
  for (const carrier of deps.carriers) carrierRoutes(app, carrier)
  app.post('/__sim/reset', (_request, reply) => {
    deps.resetAll()
    return reply.code(204).send()
  })
}

function faultRoutes(app: FastifyInstance, faults: Faults): void {
  app.get('/__sim/faults', (_request, reply): FastifyReply => reply.send(faults.show()))
  app.put('/__sim/faults', (request, reply) => {
    const config = faultConfigSchema.safeParse(request.body)
    if (!config.success) return invalid(reply, problemsOf(config.error))
    faults.configure(config.data)
    return reply.send(faults.show())
  })
  app.delete('/__sim/faults', (_request, reply) => {
    faults.configure(NO_FAULTS)
    return reply.code(204).send()
  })
}
