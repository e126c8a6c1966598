import { randomBytes, randomInt } from 'node:crypto'
import type { Carrier, CarrierCore, CarrierOptions } from '../core/carrier.ts'
import { createSettingsBox } from '../core/settings-box.ts'
import { isAuthorized } from './auth.ts'
import { plivoDoor } from './door.ts'
import { receiveInbound } from './inbound.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from './numbers.ts'
import { normalizeNumber, withoutPlus } from './phone-number.ts'
import { buildPlivo } from './plivo.ts'
import { defaultSettings, mergeSettings, type Settings, settingsPatchSchema } from './settings.ts'

const FIRST_SENDER = '+15005550006'
const ID_CHARS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789'

/** Makes a Plivo account; credentials that the environment lacks are made up. Throws when its settings are invalid. */
export function buildPlivoCarrier(core: CarrierCore, options: CarrierOptions): Carrier {
  const { env, maxMessages, maxMediaBytes } = options
  const authId = env['PLIVO_AUTH_ID'] ?? newAuthId()
  const isTokenGiven = env['PLIVO_AUTH_TOKEN'] !== undefined
  const box = createSettingsBox({
    defaults: fromEnvironment(options),
    patchSchema: settingsPatchSchema,
    merge: mergeSettings,
    secrets: ['authToken', 'secondaryAuthToken', 'mainAuthToken'],
    first: options.settings,
  })
  const plivo = buildPlivo(core, { authId, settings: box.get, maxMessages, maxMediaBytes })
  return {
    name: 'plivo',
    door: (app) => plivoDoor(app, plivo),
    settings: box.control,
    numbers: () => ({
      senders: SENDER_NUMBERS.map(({ number, see }) => ({ number, see })),
      recipients: RECIPIENT_NUMBERS.map(({ number, see }) => ({ number, see })),
    }),
    receive: (inbound) => receiveInbound(plivo, inbound),
    clear: () => {
      plivo.walker.stopAll()
      plivo.messages.clear()
      plivo.media.clear()
      plivo.numberFaults.clear()
      plivo.consent.clear()
    },
    stop: () => plivo.walker.stopAll(),
    isAuthorized: (header) => isAuthorized(header, authId, box.get()),
    about: (url) => about(url, { authId, settings: box.get(), isTokenGiven }),
    environment: (url) => ({
      SIMULATOR_URL: url,
      PLIVO_AUTH_ID: authId,
      PLIVO_AUTH_TOKEN: box.get().authToken,
      PLIVO_SENDER_NUMBER: withoutPlus(FIRST_SENDER),
    }),
  }
}

function fromEnvironment({ env, anySender }: CarrierOptions): Settings {
  const own = (env['PLIVO_SENDER_NUMBER'] ?? '').split(',').map((number) => normalizeNumber(number))
  return {
    ...defaultSettings(env['PLIVO_AUTH_TOKEN'] ?? randomBytes(20).toString('hex')),
    senders: [FIRST_SENDER, ...own.filter((number) => number !== undefined), ...(anySender ? ['*'] : [])],
  }
}

function about(
  url: string,
  account: { authId: string; settings: Settings; isTokenGiven: boolean },
): { label: string; value: string }[] {
  const { authId, settings, isTokenGiven } = account
  const senders = settings.senders.map((sender) => (sender === '*' ? 'any number' : sender))
  return [
    { label: 'API', value: `${url}/v1/Account/${authId}/Message/` },
    { label: 'Auth ID', value: authId },
    { label: 'Auth token', value: isTokenGiven ? '(your PLIVO_AUTH_TOKEN)' : settings.authToken },
    { label: 'src', value: senders.join(', ') },
  ]
}

// MA and 18 capitals or digits, as Plivo's are.
function newAuthId(): string {
  return `MA${Array.from({ length: 18 }, () => ID_CHARS.charAt(randomInt(ID_CHARS.length))).join('')}`
}
