import { randomBytes } from 'node:crypto'
import { isOneOf, readBasic } from '../core/basic-auth.ts'
import type { Carrier, CarrierCore, CarrierOptions } from '../core/carrier.ts'
import { createSettingsBox } from '../core/settings-box.ts'
import { readSender, withPlus } from './address.ts'
import { isBearer } from './auth.ts'
import { sinchDoor } from './door.ts'
import { receiveInbound } from './inbound.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from './numbers.ts'
import { defaultSettings, mergeSettings, type Settings, settingsPatchSchema } from './settings.ts'
import { buildSinch, type Sinch } from './sinch.ts'

const FIRST_SENDER = '+15005550006'

/** Makes a Sinch service plan; credentials that the environment lacks are made up. Throws when its settings are invalid. */
export function buildSinchCarrier(core: CarrierCore, options: CarrierOptions): Carrier {
  const { env, maxMessages } = options
  const servicePlanId = env['SINCH_SERVICE_PLAN_ID'] ?? randomBytes(16).toString('hex')
  const box = createSettingsBox({
    defaults: fromEnvironment(options),
    patchSchema: settingsPatchSchema,
    merge: mergeSettings,
    secrets: ['apiToken', 'hmacSecret', 'basicAuth'],
    first: options.settings,
  })
  const sinch = buildSinch(core, { servicePlanId, settings: box.get, maxMessages })
  return {
    name: 'sinch',
    door: (app) => {
      sinchDoor(app, sinch)
      return Promise.resolve()
    },
    settings: box.control,
    numbers: () => ({
      senders: [...SENDER_NUMBERS],
      recipients: RECIPIENT_NUMBERS.map(({ number, see }) => ({ number, see })),
    }),
    receive: (inbound) => receiveInbound(sinch, inbound),
    clear: () => clear(sinch),
    stop: () => sinch.lives.stopAll(),
    isAuthorized: (header) => isAuthorized(header, servicePlanId, box.get().apiToken),
    about: (url) => about(url, { servicePlanId, settings: box.get(), env }),
    environment: (url) => environmentOf(url, servicePlanId, box.get()),
  }
}

function fromEnvironment({ env, anySender }: CarrierOptions): Settings {
  const own = (env['SINCH_NUMBER'] ?? '').split(',').map((number) => readSender(number.trim()))
  const numbers = own.flatMap((number) => (number === undefined ? [] : [withPlus(number)]))
  const username = env['SINCH_WEBHOOK_USER']
  const password = env['SINCH_WEBHOOK_PASSWORD']
  const basicAuth = username === undefined || password === undefined ? null : { username, password }
  const madeUp = basicAuth === null ? randomBytes(16).toString('hex') : null
  return {
    ...defaultSettings(
      env['SINCH_API_TOKEN'] ?? randomBytes(16).toString('hex'),
      env['SINCH_WEBHOOK_SECRET'] ?? madeUp,
    ),
    basicAuth,
    senders: [FIRST_SENDER, ...numbers, ...(anySender ? ['*'] : [])],
  }
}

function clear(sinch: Sinch): void {
  sinch.lives.stopAll()
  sinch.batches.clear()
  sinch.inbounds.clear()
  sinch.queue.clear()
  sinch.optOuts.clear()
  sinch.numberFaults.clear()
}

// A bearer token as with the API, or the plan's id and the token where a tool knows Basic only.
function isAuthorized(header: string | undefined, servicePlanId: string, apiToken: string): boolean {
  if (isBearer(header, apiToken)) return true
  const given = readBasic(header)
  return given !== undefined && given.username === servicePlanId && isOneOf(given.password, [apiToken])
}

function about(
  url: string,
  plan: { servicePlanId: string; settings: Settings; env: CarrierOptions['env'] },
): { label: string; value: string }[] {
  const { servicePlanId, settings, env } = plan
  const senders = settings.senders.map((sender) => (sender === '*' ? 'any number' : sender))
  const shown = (name: string, secret: string | null): string =>
    env[name] === undefined ? (secret ?? 'none') : `(your ${name})`
  return [
    { label: 'API', value: `${url}/xms/v1/${servicePlanId}/batches` },
    { label: 'Service plan', value: servicePlanId },
    { label: 'API token', value: shown('SINCH_API_TOKEN', settings.apiToken) },
    { label: 'HMAC secret', value: shown('SINCH_WEBHOOK_SECRET', settings.hmacSecret) },
    { label: 'From', value: senders.join(', ') },
  ]
}

function environmentOf(url: string, servicePlanId: string, settings: Settings): Record<string, string> {
  const { apiToken, hmacSecret, basicAuth } = settings
  return {
    SIMULATOR_URL: url,
    SINCH_SERVICE_PLAN_ID: servicePlanId,
    SINCH_API_TOKEN: apiToken,
    SINCH_NUMBER: FIRST_SENDER,
    ...(hmacSecret === null ? {} : { SINCH_WEBHOOK_SECRET: hmacSecret }),
    ...(basicAuth === null
      ? {}
      : { SINCH_WEBHOOK_USER: basicAuth.username, SINCH_WEBHOOK_PASSWORD: basicAuth.password }),
  }
}
