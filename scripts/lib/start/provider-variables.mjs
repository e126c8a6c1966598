const prefixes = ['TWILIO_', 'PLIVO_', 'SINCH_', 'AWS_', 'SNS_', 'S3_']
const installation = /^(DATABASE_URL|REDIS_URL|PUBLIC_BASE_URL|HELIOGRAPH_.*)$/

/** The environment without credentials and addresses of any carrier. */
export function withoutCarriers(env) {
  const isCarrier = (name) =>
    prefixes.some((prefix) => name.startsWith(prefix)) ||
    ['PROVIDER', 'SIMULATOR_URL', 'SIMULATED_PROVIDERS'].includes(name)
  return keep(env, (name) => !isCarrier(name))
}

/** The environment without anything that leads to a carrier, a database or an installation of the user's. */
export function withoutInstallation(env) {
  return keep(withoutCarriers(env), (name) => !installation.test(name))
}

function keep(env, isKept) {
  return Object.fromEntries(Object.entries(env).filter(([name]) => isKept(name)))
}
