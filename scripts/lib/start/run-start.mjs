import { join } from 'node:path'
import { Failure } from '../failure.mjs'
import { dataDir, makePrivateDir, root, shownPath } from '../paths.mjs'
import { choosePorts } from '../ports.mjs'
import { paint, say, sayRow } from '../say.mjs'
import { exclusively } from '../setup/exclusive.mjs'
import { withPreparedCheckout } from '../setup/prepare.mjs'
import { carriers } from './carriers.mjs'
import { buildEnvironment } from './environment.mjs'
import { chooseKey } from './key.mjs'
import { claimData, openDatabase, openQueue } from './open-services.mjs'
import { carrierLines, makePlan } from './plan.mjs'
import { migrate, openProcess, untilOneEnds } from './processes.mjs'
import { sendSample } from './sample.mjs'
import { readSettings } from './settings.mjs'
import { printTable } from './table.mjs'

const sampleRecipient = '+15558675310'

/**
 * The whole of `npm start`: settings, installation, services, processes, sample; then it stays until it is stopped.
 * @param {import('../session.mjs').Session} session
 * @param {import('./plan.mjs').Plan['flags']} flags
 * @param {{ isWatched: boolean }} options
 * @returns {Promise<number>} exit code
 */
export async function runStart(session, flags, { isWatched }) {
  const plan = makePlan(readSettings(root, process.env), flags)
  // Under a Node that had to be replaced this was said already, before the replacement was fetched.
  if (!session.isReexecuted) for (const line of carrierLines(plan)) say(line)
  return await withPreparedCheckout(session, () => startEverything(session, plan, isWatched))
}

async function startEverything(session, plan, isWatched) {
  const logDir = join(makePrivateDir(dataDir), 'logs')
  claimData(session, dataDir)
  // One start of a checkout at a time, so that two with different data do not choose the same free port.
  const { opened, env, children } = await exclusively(session, 'ports', async () => {
    const opened = await openResources(session, plan, logDir)
    const env = buildEnvironment(plan, { ...opened, dataDir })
    return {
      opened,
      env,
      children: await openProcesses(session, { ...opened, env, logDir, isWatched, carrier: plan.provider }),
    }
  })
  const key = await chooseKey(session, plan, { env, logDir, dataDir, isOwnDatabase: opened.isOwnDatabase })
  const mediaUrl = opened.simulatorUrl && `${opened.simulatorUrl}/__sim/media/heliograph.png`
  const recipient = plan.flags.to ?? sampleRecipient
  printTable({ ...opened, ...key, mediaUrl, recipient, logDir: shownPath(logDir) })
  const crash = untilOneEnds(session, [...opened.children, ...children])
  const work = finish(session, plan, { apiUrl: opened.apiUrl, key: key.key, to: recipient, mediaUrl, logDir })
  return await Promise.race([work, crash])
}

async function openResources(session, plan, logDir) {
  const { settings, isSimulated } = plan
  const database = await openDatabase(session, settings, { dir: dataDir, logDir })
  const queue = await openQueue(session, settings, { dir: dataDir, logDir })
  const fixed = settings.values.PORT ? Number(settings.values.PORT) : undefined
  const ports = await choosePorts(dataDir, {
    api: { from: 3000, fixed },
    ...(isSimulated ? { simulator: { from: 3001 } } : {}),
  })
  return {
    databaseUrl: database.url,
    isOwnDatabase: database.isOwn,
    redisUrl: queue.url,
    apiUrl: `http://127.0.0.1:${ports.api}`,
    simulatorUrl: isSimulated ? `http://127.0.0.1:${ports.simulator}` : undefined,
    children: [...database.children, ...queue.children],
  }
}

async function openProcesses(session, { env, logDir, isWatched, apiUrl, simulatorUrl, carrier }) {
  const applied = await migrate(session, { env, logDir })
  sayRow('Schema', applied.length === 0 ? 'up to date' : `applied ${applied.join(', ')}`)
  const common = { logDir, isWatched }
  const children = []
  if (simulatorUrl) {
    const own = { ...env, PORT: new URL(simulatorUrl).port }
    children.push(
      await openProcess(session, {
        ...common,
        name: 'simulator',
        env: own,
        readyUrl: `${simulatorUrl}/__sim/health`,
      }),
    )
    await introduce(simulatorUrl, carrier, apiUrl)
    sayRow('Simulator', `ready, in the place of ${carriers[carrier].title}`)
  }
  const api = openProcess(session, { ...common, name: 'api', env, readyUrl: `${apiUrl}/readyz` })
  const worker = openProcess(session, { ...common, name: 'worker', env, readyEvent: 'worker.started' })
  children.push(...(await Promise.all([api, worker])))
  sayRow('API, worker', 'ready')
  return children
}

/** Tells the simulator where this installation takes what a carrier pushes by itself. */
async function introduce(simulatorUrl, carrier, apiUrl) {
  const answer = await fetch(`${simulatorUrl}/__sim/${carrier}/settings`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(carriers[carrier].webhooks(apiUrl)),
    signal: AbortSignal.timeout(5_000),
  })
  if (!answer.ok) throw new Failure(`The simulator refused its settings: ${await answer.text()}`)
}

async function finish(session, plan, sample) {
  const { once } = plan.flags
  if (plan.isSampleWanted && sample.key) {
    const result = await sendSample(session, sample)
    const isDelivered = result.status === 'delivered'
    const outcome = isDelivered
      ? `delivered in ${result.elapsedMs} ms`
      : `${result.status} after ${result.elapsedMs} ms`
    const line = `message ${result.id} ${outcome}`
    if (once) {
      session.lastLine = line
      return isDelivered ? 0 : 1
    }
    say(`\n  ${paint(isDelivered ? 'green' : 'red', line)}`)
  }
  if (once) return 0
  session.codeWhenStopped = 0
  session.stopRequested.then(() => say('\n  Stopping'))
  say(`  Ctrl-C stops everything.`)
  await session.stopRequested
  return session.codeWhenStopped
}
