import { randomBytes } from 'node:crypto'
import type { Carrier, CarrierCore, CarrierOptions } from '../core/carrier.ts'
import { createSettingsBox } from '../core/settings-box.ts'
import { RECIPIENT_NUMBERS, SENDER_NUMBERS } from '../numbers.ts'
import { isAuthorized } from './auth.ts'
import { twilioDoor } from './door.ts'
import { receiveInbound } from './inbound.ts'
import { defaultSettings, mergeSettings, type Settings, settingsPatchSchema } from './settings.ts'
import { newSid } from './sid.ts'
import { buildTwilio } from './twilio.ts'

const FIRST_SENDER = '+15005550006'

/** Makes a Twilio account; credentials that the environment lacks are made up. Throws when its settings are invalid. */
export function buildTwilioCarrier(core: CarrierCore, options: CarrierOptions): Carrier {
  const { env, maxMessages, maxMediaBytes } = options
  const accountSid = env['TWILIO_ACCOUNT_SID'] ?? newSid('AC')
  const box = createSettingsBox({
    defaults: fromEnvironment(options),
    patchSchema: settingsPatchSchema,
    merge: mergeSettings,
    secrets: ['authToken', 'secondaryAuthToken', 'apiKeySecret'],
    first: options.settings,
  })
  const twilio = buildTwilio(core, { accountSid, settings: box.get, maxMessages, maxMediaBytes })
  return {
    name: 'twilio',
    door: (app) => twilioDoor(app, twilio),
    settings: box.control,
    numbers: () => ({
      senders: SENDER_NUMBERS.map(({ number, see }) => ({ number, see })),
      recipients: RECIPIENT_NUMBERS.map(({ number, see }) => ({ number, see })),
    }),
    receive: (inbound) => receiveInbound(twilio, inbound),
    clear: () => {
      twilio.walker.stopAll()
      twilio.messages.clear()
      twilio.media.clear()
      twilio.numberFaults.clear()
      twilio.consent.clear()
    },
    stop: () => twilio.walker.stopAll(),
    isAuthorized: (header) => isAuthorized(header, accountSid, box.get()),
    about: (url) =>
      about(url, { accountSid, settings: box.get(), isTokenGiven: env['TWILIO_AUTH_TOKEN'] !== undefined }),
    environment: (url) => ({
      SIMULATOR_URL: url,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: box.get().authToken,
      TWILIO_PHONE_NUMBER: FIRST_SENDER,
    }),
  }
}

function fromEnvironment({ env, anySender }: CarrierOptions): Settings {
  const own = (env['TWILIO_PHONE_NUMBER'] ?? '').split(',').map((number) => number.trim())
  const defaults = defaultSettings(env['TWILIO_AUTH_TOKEN'] ?? randomBytes(16).toString('hex'))
  return {
    ...defaults,
    apiKeySid: env['TWILIO_API_KEY_SID'] ?? null,
    apiKeySecret: env['TWILIO_API_KEY_SECRET'] ?? null,
    senders: [FIRST_SENDER, ...own.filter((number) => number !== ''), ...(anySender ? ['*'] : [])],
  }
}

function about(
  url: string,
  account: { accountSid: string; settings: Settings; isTokenGiven: boolean },
): { label: string; value: string }[] {
  const { accountSid, settings, isTokenGiven } = account
  const senders = settings.senders.map((sender) => (sender === '*' ? 'any number' : sender))
  return [
    { label: 'API', value: `${url}/2010-04-01/Accounts/${accountSid}/Messages.json` },
    { label: 'Account SID', value: accountSid },
    { label: 'Auth token', value: isTokenGiven ? '(your TWILIO_AUTH_TOKEN)' : settings.authToken },
    { label: 'From', value: senders.join(', ') },
  ]
}
