import { Failure } from '../failure.mjs'
import { carrierNames, carriers, isNumber, meantCarriers, shortSender } from './carriers.mjs'
import { assertSettings } from './check-settings.mjs'

const loopback = /^(localhost|127\.|\[::1\]|0\.0\.0\.0)/

/**
 * @typedef {keyof typeof carriers} CarrierName
 * @typedef {object} Plan
 * @property {CarrierName} provider the default one
 * @property {boolean} isSimulated nothing leads to a real carrier
 * @property {readonly CarrierName[]} real the carriers that are used for real, the default one first
 * @property {import('./settings.mjs').Settings} settings
 * @property {{ 'simulator'?: boolean, 'provider'?: string, 'to'?: string, 'once'?: boolean, 'no-sample'?: boolean }} flags
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
  const asked = askedCarrier(flags)
  const meant = meantCarriers(values)
  const isSimulatorAsked = flags.simulator === true || values.PROVIDER === 'simulator'
  const isReal = !isSimulatorAsked && (asked === undefined ? meant.length > 0 : meant.includes(asked))
  assertSettings(settings, isReal ? meant : [])
  if (flags.to !== undefined && !isNumber(flags.to)) {
    throw new Failure(`--to ${flags.to} is not a phone number`, { remedy: 'write it like +15558675310' })
  }
  if (isReal && flags.once && !flags.to && !flags['no-sample']) {
    throw new Failure('--once would send a real message, and no recipient is named', {
      remedy: 'add --to +1… with your own number, or --simulator',
    })
  }
  const chosen = asked ?? carrierNames.find((name) => name === values.PROVIDER)
  const provider = chosen ?? (isReal ? meant[0] : undefined) ?? 'twilio'
  return {
    provider,
    isSimulated: !isReal,
    real: isReal ? [provider, ...meant.filter((name) => name !== provider)] : [],
    settings,
    flags,
    publicBaseUrl: publicUrl(values.PUBLIC_BASE_URL),
    isSampleWanted: !flags['no-sample'] && (!isReal || flags.to !== undefined),
  }
}

function askedCarrier(flags) {
  if (flags.provider === undefined) return undefined
  const asked = carrierNames.find((name) => name === flags.provider)
  if (asked !== undefined) return asked
  throw new Failure(`--provider ${flags.provider} is no carrier that Heliograph speaks to`, {
    remedy: `choose one of ${carrierNames.join(', ')}`,
  })
}

/** What a real carrier start says first. Only the ends of account and sender are shown. */
export function carrierLines(plan) {
  if (plan.isSimulated) return []
  const { values } = plan.settings
  const lines = plan.real.map((name, index) => {
    const { account, senders } = carriers[name]
    const sender = senders.map((variable) => values[variable]).find((value) => value) ?? ''
    const isDefault = index === 0 && plan.real.length > 1 ? ' (the default)' : ''
    return `REAL carrier: ${name} ${account(values)} from ${shortSender(sender)}${isDefault}`
  })
  if (!plan.publicBaseUrl) {
    const title = carriers[plan.provider].title
    lines.push(
      plan.provider === 'aws'
        ? 'No public PUBLIC_BASE_URL: AWS has no look-up, so messages stay submitted until its events can reach the API.'
        : `No public PUBLIC_BASE_URL: ${title} is not asked for status callbacks, young messages are polled instead.`,
      'For callbacks open a tunnel to the API and set PUBLIC_BASE_URL=https://… to its address.',
    )
  }
  if (!plan.isSampleWanted) lines.push('No sample is sent; npm start -- --to +1… sends one to that number.')
  return lines
}

function publicUrl(text) {
  return text && !loopback.test(new URL(text).host) ? text : undefined
}
