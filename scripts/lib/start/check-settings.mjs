import { Failure } from '../failure.mjs'
import { carrierNames, carriers } from './carriers.mjs'

const generalRules = {
  PROVIDER: { test: isProvider, form: `${carrierNames.join(', ')} or simulator` },
  PORT: { test: isPort, form: 'a port number from 1 to 65535' },
  PUBLIC_BASE_URL: { test: (text) => isUrl(text, ['http:', 'https:']), form: 'an http or https URL' },
  DATABASE_URL: { test: (text) => isUrl(text, ['postgres:', 'postgresql:']), form: 'a postgresql:// URL' },
  REDIS_URL: { test: (text) => isUrl(text, ['redis:', 'rediss:']), form: 'a redis:// URL' },
  HELIOGRAPH_SECRETS: { test: areSecrets, form: 'keys of at least 32 characters, separated by commas' },
}

/**
 * Throws one Failure that names every missing or malformed setting together with where it came from.
 * @param {import('./settings.mjs').Settings} settings
 * @param {readonly (keyof typeof carriers)[]} meant the carriers that are to be used
 */
export function assertSettings(settings, meant) {
  const problems = [
    ...malformed(settings, generalRules),
    ...meant.flatMap((name) => carrierProblems(settings, carriers[name])),
  ]
  if (problems.length === 0) return
  const count = problems.length === 1 ? '1 setting is' : `${problems.length} settings are`
  throw new Failure(`${count} missing or wrong`, {
    remedy: `correct them in the environment, .env or .env.local${meant.length > 0 ? ', or add --simulator to try without a carrier' : ''}`,
    details: problems,
  })
}

function carrierProblems(settings, { rules, senders }) {
  const { values } = settings
  const missing = Object.entries(rules).filter(([name, rule]) => rule.required && values[name] === undefined)
  const problems = missing.map(([name, rule]) => `${name} is missing: ${rule.form}`)
  if (senders.every((name) => !values[name])) {
    const one = senders.length > 1 ? 'one of them is the sender' : 'it is the sender'
    problems.push(`${senders.join(' or ')} is missing: ${one}`)
  }
  for (const [name, other] of [
    ['TWILIO_API_KEY_SID', 'TWILIO_API_KEY_SECRET'],
    ['TWILIO_API_KEY_SECRET', 'TWILIO_API_KEY_SID'],
  ]) {
    if (name in rules || other in rules) {
      if (values[name] && !values[other])
        problems.push(`${other} is missing: it goes with ${name} (from ${settings.originOf(name)})`)
    }
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

function isProvider(text) {
  return text === 'simulator' || carrierNames.some((name) => name === text)
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
