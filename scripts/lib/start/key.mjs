import { join } from 'node:path'
import { Failure } from '../failure.mjs'
import { shownPath } from '../paths.mjs'
import { ensureKey } from './processes.mjs'

/**
 * Finds the API key that the table shows and the sample uses. Keys are made in a database of our own only: the demo key in
 * simulator mode, and with a real carrier one for the sample that was asked for. HELIOGRAPH_API_KEY serves elsewhere.
 * @param {import('../session.mjs').Session} session
 * @param {import('./plan.mjs').Plan} plan
 * @param {{ env: Record<string, string>, logDir: string, dataDir: string, isOwnDatabase: boolean }} place
 * @returns {Promise<{ key: string | undefined, keyName: string, keyFile: string, keyHint: string }>}
 */
export async function chooseKey(session, plan, { env, logDir, dataDir, isOwnDatabase }) {
  const { isSimulated } = plan
  const file = join(dataDir, isSimulated ? 'demo-key' : 'real-key')
  const facts = {
    keyName: isSimulated && isOwnDatabase ? 'Demo key' : 'API key',
    keyFile: shownPath(file),
    keyHint: `make one: ${makeCommand(dataDir, isOwnDatabase)}`,
  }
  if (isOwnDatabase && (isSimulated || plan.isSampleWanted)) {
    return {
      ...facts,
      key: await ensureKey(session, { env, logDir, name: isSimulated ? 'demo' : 'start', file }),
    }
  }
  const given = plan.settings.values.HELIOGRAPH_API_KEY
  if (plan.isSampleWanted && !given && (plan.flags.once || plan.flags.to)) {
    throw new Failure('The sample needs an API key of this database', {
      remedy: `${makeCommand(dataDir, isOwnDatabase)}, then set HELIOGRAPH_API_KEY; or add --no-sample`,
    })
  }
  return { ...facts, key: plan.isSampleWanted ? given : undefined, keyFile: 'HELIOGRAPH_API_KEY' }
}

function makeCommand(dataDir, isOwnDatabase) {
  const url = isOwnDatabase ? `DATABASE_URL="$(cat ${shownPath(join(dataDir, 'database-url'))})" ` : ''
  return `${url}npm run keys -- create --name NAME`
}
