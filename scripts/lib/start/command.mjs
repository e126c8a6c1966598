import { helpText, readFlags } from '../flags.mjs'
import { say } from '../say.mjs'
import { runSession } from '../session.mjs'
import { carrierNames } from './carriers.mjs'
import { runStart } from './run-start.mjs'

/** @type {Record<string, import('../flags.mjs').Flag>} */
const flags = {
  once: { type: 'boolean', help: 'send the sample, wait for its delivery, stop; exit code 0 when delivered' },
  'no-sample': { type: 'boolean', help: 'send no sample message' },
  to: {
    type: 'string',
    value: '+1…',
    help: 'recipient of the sample; with a real carrier none is sent without it',
  },
  provider: {
    type: 'string',
    value: carrierNames.join('|'),
    help: 'which carrier to send through; the simulator takes its place when it is not configured',
  },
  simulator: { type: 'boolean', help: 'use the simulator even if a carrier is configured' },
}

/** Runs `npm start` or `npm run dev` with the arguments of this process. Never returns. */
export async function runStartCommand({ command, intro, isWatched }) {
  await runSession(async (session) => {
    const spec = { command, flags }
    const given = readFlags(process.argv.slice(2), spec).flags
    if (!given.help) return await runStart(session, given, { isWatched })
    say(helpText(spec, intro))
    return 0
  })
}
