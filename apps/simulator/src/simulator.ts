// The carrier simulator: HTTP doors of the carriers beside one shared core, and the control endpoints that steer it.
import { randomBytes } from 'node:crypto'
import Fastify, { type FastifyInstance } from 'fastify'
import { mediaRoutes } from './control/media.ts'
import { controlRoutes } from './control/routes.ts'
import { createFaults } from './core/faults.ts'
import { createLedger } from './core/ledger.ts'
import { createOutbound } from './core/outbound.ts'
import { createTimers } from './core/timers.ts'
import { refusal } from './twilio/answer.ts'
import { isAuthorized } from './twilio/auth.ts'
import { twilioDoor } from './twilio/door.ts'
import { receiveInbound } from './twilio/inbound.ts'
import { defaultSettings, mergeSettings, type SettingsPatch } from './twilio/settings.ts'
import { newSid } from './twilio/sid.ts'
import { buildTwilio } from './twilio/twilio.ts'

/** How a simulator differs from the default one. */
export type SimulatorOptions = {
  /** Random when left out. */
  accountSid?: string
  /** Changes to the default settings; `DELETE /__sim/settings` comes back to these. */
  settings?: SettingsPatch
  /** True when other machines can reach it: the control endpoints then need the account's credentials. */
  isExposed?: boolean
  /** How many messages and ledger entries are kept. */
  maxEntries?: number
  /** How many bytes of fetched media are kept. */
  maxMediaBytes?: number
}

/** A simulator that does not listen yet. Closing `app` stops every walk, timer, callback and connection. */
export type Simulator = { app: FastifyInstance; accountSid: string; authToken: string }

const DEFAULT_MAX_ENTRIES = 100_000
const DEFAULT_MAX_MEDIA_BYTES = 64_000_000

/** Wires a simulator; call `app.listen` to open it. Throws a ZodError when the settings do not fit together. */
export function buildSimulator(options: SimulatorOptions = {}): Simulator {
  const accountSid = options.accountSid ?? newSid('AC')
  const first = mergeSettings(defaultSettings(randomBytes(16).toString('hex')), options.settings ?? {})
  let settings = first
  const maxEntries = options.maxEntries ?? DEFAULT_MAX_ENTRIES
  const core = {
    timers: createTimers(),
    outbound: createOutbound(),
    ledger: createLedger(maxEntries),
    faults: createFaults(),
  }
  const twilio = buildTwilio(core, {
    accountSid,
    settings: () => settings,
    maxMessages: maxEntries,
    maxMediaBytes: options.maxMediaBytes ?? DEFAULT_MAX_MEDIA_BYTES,
  })
  const change = (patch: SettingsPatch): typeof settings => {
    settings = mergeSettings(settings, patch)
    return settings
  }
  const resetAll = (): void => {
    settings = first
    core.faults.configure({ seed: 1, rules: [] })
    twilio.walker.stopAll()
    twilio.messages.clear()
    twilio.media.clear()
    twilio.createsTo.clear()
    twilio.consent.clear()
    core.ledger.clear()
  }

  const app = Fastify({ logger: false, forceCloseConnections: true })
  app.setNotFoundHandler((request, reply) => {
    const { status, headers, body } = refusal(20404, new URL(request.url, 'http://simulator').pathname)
    return reply.code(status).headers(headers).send(body)
  })
  app.get('/__sim/health', (_request, reply) => reply.send({ status: 'ok' }))
  app.register(async (scope) => mediaRoutes(scope, core.timers))
  app.register(async (scope) =>
    controlRoutes(scope, {
      ...core,
      resetAll,
      receive: (inbound) => receiveInbound(twilio, inbound),
      settings: { get: () => settings, change, reset: () => change(first) },
      access: {
        isExposed: options.isExposed ?? false,
        isAuthorized: (header) => isAuthorized(header, accountSid, settings),
      },
    }),
  )
  app.register((scope) => twilioDoor(scope, twilio))
  app.addHook('preClose', (done) => {
    core.timers.close()
    twilio.walker.stopAll()
    core.outbound.close()
    done()
  })
  return { app, accountSid, authToken: first.authToken }
}
