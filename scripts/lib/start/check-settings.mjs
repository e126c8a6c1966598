import { Failure } from '../failure.mjs'

const e164 = /^\+[1-9]\d{6,14}$/
const sid = (prefix) => new RegExp(`^${prefix}[0-9a-f]{32}$`, 'i')

/** Form of each setting that start knows; `required` ones must be there when Twilio is meant. */
const rules = {
  TWILIO_ACCOUNT_SID: { pattern: sid('AC'), form: 'AC and 32 hexadecimal digits', required: true },
  TWILIO_AUTH_TOKEN: { pattern: /^[0-9a-f]{32}$/i, form: '32 hexadecimal digits', required: true },
  TWILIO_PHONE_NUMBER: { test: areNumbers, form: 'a number like +15558675310 (several with commas)' },
  TWILIO_MESSAGING_SERVICE_SID: { pattern: sid('MG'), form: 'MG and 32 hexadecimal digits' },
  TWILIO_API_KEY_SID: { pattern: sid('SK'), form: 'SK and 32 hexadecimal digits' },
}

const generalRules = {
  PROVIDER: { pattern: /^(twilio|simulator)$/, form: 'twilio or simulator' },
  PORT: { test: isPort, form: 'a port number from 1 to 65535' },
  PUBLIC_BASE_URL: { test: (text) => isUrl(text, ['http:', 'https:']), form: 'an http or https URL' },
  DATABASE_URL: { test: (text) => isUrl(text, ['postgres:', 'postgresql:']), form: 'a postgresql:// URL' },
  REDIS_URL: { test: (text) => isUrl(text, ['redis:', 'rediss:']), form: 'a redis:// URL' },
  HELIOGRAPH_SECRETS: { test: areSecrets, form: 'keys of at least 32 characters, separated by commas' },
}

/**
 * Throws one Failure that names every missing or malformed setting together with where it came from.
 * @param {import('./settings.mjs').Settings} settings
 * @param {{ isTwilioMeant: boolean }} context
 */
export function assertSettings(settings, { isTwilioMeant }) {
  const problems = [...malformed(settings, generalRules), ...(isTwilioMeant ? twilioProblems(settings) : [])]
  if (problems.length === 0) return
  const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`
  throw new Failure(`${count} missing or wrong`, {
    remedy: `correct them in the environment, .env or .env.local${isTwilioMeant ? ', or add --simulator to try without a carrier' : ''}`,
    details: problems,
  })
}

function twilioProblems(settings) {
  const { values } = settings
  const missing = Object.entries(rules).filter(([name, rule]) => rule.required && values[name] === undefined)
  const problems = missing.map(([name, rule]) => `${name} is missing: ${rule.form}`)
  if (!values.TWILIO_PHONE_NUMBER && !values.TWILIO_MESSAGING_SERVICE_SID) {
    problems.push('TWILIO_PHONE_NUMBER or TWILIO_MESSAGING_SERVICE_SID is missing: one of them is the sender')
  }
  for (const [name, other] of [
    ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
    ['TWILIO_API_KEY_SECRET', 'TWILIO_API_KEY_SID'],
  ]) {
    if (values[name] && !values[other])
      problems.push(`${other} is missing: it goes with ${name} (from ${settings.originOf(name)})`)
  }
  return [...problems, ...malformed(settings, rules)]
}

/** Values are never shown: among them are secrets. */
function malformed(settings, wanted) {
  return Object.entries(wanted)
    .filter(([name]) => settings.values[name] !== undefined)
    .filter(
      ([name, rule]) =>
        !(rule.pattern ? rule.pattern.test(settings.values[name]) : rule.test(settings.values[name])),
    )
    .map(([name, rule]) => `${name} (from ${settings.originOf(name)}) is malformed: it must be ${rule.form}`)
}

/** Whether text is a phone number in E.164. */
export function isNumber(text) {
  return e164.test(text)
}

function areNumbers(text) {
  return text.split(',').every((part) => isNumber(part.trim()))
}

function areSecrets(text) {
  return text.split(',').every((part) => part.trim().length >= 32)
}

function isPort(text) {
  return /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535
}

function isUrl(text, protocols) {
  return URL.canParse(text) && protocols.includes(new URL(text).protocol)
}
