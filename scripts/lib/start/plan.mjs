import { Failure } from '../failure.mjs'
import { assertSettings, isNumber } from './check-settings.mjs'

const loopback = /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/

/**
 * @typedef {object} Plan
 * @property {'twilio' | 'simulator'} provider
 * @property {import('./settings.mjs').Settings} settings
 * @property {{ 'simulator'?: boolean, 'to'?: string, 'once'?: boolean, 'no-sample'?: boolean }} flags
 * @property {string | undefined} publicBaseUrl where the carrier can reach us; undefined when it cannot
 * @property {boolean} isSampleWanted
 */

/**
 * Decides what a start will do, and refuses wrong settings and flags before anything opens.
 * @param {import('./settings.mjs').Settings} settings
 * @param {Plan['flags']} flags
 * @returns {Plan}
 */
export function makePlan(settings, flags) {
  const { values } = settings
  const names = Object.keys(values)
  const isSimulatorAsked = flags.simulator === true || values.PROVIDER === 'simulator'
  const isTwilioMeant =
    !isSimulatorAsked && (values.PROVIDER === 'twilio' || names.some((name) => name.startsWith('TWILIO_')))
  assertSettings(settings, { isTwilioMeant })
  if (flags.to !== undefined && !isNumber(flags.to)) {
    throw new Failure(`--to ${flags.to} is not a phone number`, { remedy: 'write it like +15558675310' })
  }
  if (isTwilioMeant && flags.once && !flags.to && !flags['no-sample']) {
    throw new Failure('--once would send a real message, and no recipient is named', {
      remedy: 'add --to +1… with your own number, or --simulator',
    })
  }
  return {
    provider: isTwilioMeant ? 'twilio' : 'simulator',
    settings,
    flags,
    publicBaseUrl: publicUrl(values.PUBLIC_BASE_URL),
    isSampleWanted: !flags['no-sample'] && (!isTwilioMeant || flags.to !== undefined),
  }
}

/** What a real carrier start says first. Only the ends of account and sender are shown. */
export function carrierLines(plan) {
  if (plan.provider === 'simulator') return []
  const {
    TWILIO_ACCOUNT_SID: account = '',
    TWILIO_PHONE_NUMBER: number,
    TWILIO_MESSAGING_SERVICE_SID: service = '',
  } = plan.settings.values
  const sender = number ? `+${number.at(1)}…${number.split(',')[0]?.slice(-4)}` : `MG…${service.slice(-4)}`
  const lines = [`REAL carrier: twilio AC…${account.slice(-4)} from ${sender}`]
  if (!plan.publicBaseUrl) {
    lines.push(
      'No public PUBLIC_BASE_URL: Twilio is not asked for status callbacks, young messages are polled instead.',
      'For callbacks open a tunnel to the API and set PUBLIC_BASE_URL=https://… to its address.',
    )
  }
  if (!plan.isSampleWanted) lines.push('No sample is sent; npm start -- --to +1… sends one to that number.')
  return lines
}

function publicUrl(text) {
  return text && !loopback.test(new URL(text).host) ? text : undefined
}
