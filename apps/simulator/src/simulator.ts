// The carrier simulator: HTTP doors of the carriers beside one shared core, and the control endpoints that steer it.
import Fastify, { type FastifyInstance } from 'fastify'
import { carrierBuilders, carrierNames, type SpokenCarrier } from './carriers.ts'
import { mediaRoutes } from './control/media.ts'
import { controlRoutes } from './control/routes.ts'
import type { Carrier, CarrierOptions } from './core/carrier.ts'
import { createFaults } from './core/faults.ts'
import { createLedger } from './core/ledger.ts'
import { createOutbound } from './core/outbound.ts'
import { createTimers } from './core/timers.ts'

/** How a simulator differs from the default one. */
export type SimulatorOptions = {
  /** Which carriers it speaks; all of them when left out. */
  carriers?: readonly SpokenCarrier[]
  /** Credentials and senders under the names that Heliograph reads; what is missing is made up. */
  env?: CarrierOptions['env']
  /** Accept every sender, not only the known ones. */
  anySender?: boolean
  /** Changes to the default settings of a carrier; a reset comes back to these. */
  settings?: Partial<Record<SpokenCarrier, unknown>>
  /** True when other machines can reach it: the control endpoints then need the credentials of one of its accounts. */
  isExposed?: boolean
  /** How many messages of each carrier, and how many ledger entries, are kept. */
  maxEntries?: number
  /** How many bytes of fetched media each carrier keeps. */
  maxMediaBytes?: number
}

/** A simulator that does not listen yet. Closing `app` stops every walk, timer, callback and connection. */
export type Simulator = { app: FastifyInstance; carriers: readonly Carrier[] }

const DEFAULT_MAX_ENTRIES = 100_000
const DEFAULT_MAX_MEDIA_BYTES = 64_000_000

/** Wires a simulator; call `app.listen` to open it. Throws a ZodError when the settings do not fit together. */
export function buildSimulator(options: SimulatorOptions = {}): Simulator {
  const maxEntries = options.maxEntries ?? DEFAULT_MAX_ENTRIES
  const core = {
    timers: createTimers(),
    outbound: createOutbound(),
    ledger: createLedger(maxEntries),
    faults: createFaults(),
  }
  const carriers = (options.carriers ?? carrierNames).map((name) =>
    carrierBuilders[name](core, {
      env: options.env ?? {},
      maxMessages: maxEntries,
      maxMediaBytes: options.maxMediaBytes ?? DEFAULT_MAX_MEDIA_BYTES,
      anySender: options.anySender ?? false,
      settings: options.settings?.[name],
    }),
  )
  const resetAll = (): void => {
    core.faults.configure({ seed: 1, rules: [] })
    for (const carrier of carriers) {
      carrier.settings.reset()
      carrier.clear()
    }
    core.ledger.clear()
  }

  const app = Fastify({ logger: false, forceCloseConnections: true })
  app.setNotFoundHandler((_request, reply) => reply.code(404).send({ message: 'Not Found' }))
  app.get('/__sim/health', (_request, reply) => reply.send({ status: 'ok' }))
  app.register(async (scope) => mediaRoutes(scope, core.timers))
  app.register(async (scope) =>
    controlRoutes(scope, {
      ...core,
      carriers,
      resetAll,
      access: {
        isExposed: options.isExposed ?? false,
        isAuthorized: (header) => carriers.some((carrier) => carrier.isAuthorized(header)),
      },
    }),
  )
  for (const carrier of carriers) app.register(async (scope) => carrier.door(scope))
  app.addHook('preClose', (done) => {
    core.timers.close()
    for (const carrier of carriers) carrier.stop()
    core.outbound.close()
    done()
  })
  return { app, carriers }
}
