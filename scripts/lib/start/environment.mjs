import { quietTools } from '../setup/generate.mjs'
import { keptSecrets, keptSimulatorAccount } from './kept-secrets.mjs'
import { withoutCarriers } from './provider-variables.mjs'

/**
 * The environment that API, worker, migrations and key tools run in. In simulator mode nothing in it leads to a carrier.
 * @param {import('./plan.mjs').Plan} plan
 * @param {{ dataDir: string, databaseUrl: string, redisUrl: string | undefined, apiUrl: string, simulatorUrl: string | undefined }} opened
 * @returns {Record<string, string>}
 */
export function buildEnvironment(plan, opened) {
  const { values } = plan.settings
  const { isSimulated } = plan
  const env = {
    ...(isSimulated ? withoutCarriers(values) : values),
    ...quietTools,
    DATABASE_URL: opened.databaseUrl,
    REDIS_URL: opened.redisUrl,
    HELIOGRAPH_SECRETS: values.HELIOGRAPH_SECRETS ?? keptSecrets(opened.dataDir),
    HOST: '127.0.0.1',
    PORT: new URL(opened.apiUrl).port,
    PUBLIC_BASE_URL: isSimulated ? opened.apiUrl : plan.publicBaseUrl,
    PROVIDER: plan.provider,
    SIMULATOR_URL: opened.simulatorUrl,
    ...(isSimulated ? keptSimulatorAccount(opened.dataDir, plan.provider) : {}),
  }
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined))
}
