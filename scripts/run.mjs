import { Failure } from './lib/failure.mjs'
import { readFlags } from './lib/flags.mjs'
import { runEntry } from './lib/run-entry.mjs'
import { say } from './lib/say.mjs'
import { runSession } from './lib/session.mjs'
import { withPreparedCheckout } from './lib/setup/prepare.mjs'
import { proofs, runProof } from './lib/testing/run-proof.mjs'
import { runChecks } from './lib/testing/run-tests.mjs'

const usage = `Usage: node scripts/run.mjs COMMAND [arguments], or npm run COMMAND -- [arguments]

  api         serve the REST API and provider callbacks   (these six need an installed checkout
  worker      send, retry and reconcile messages           and read settings from the environment,
  simulator   the carrier simulator on its own             .env.local and .env; they start nothing else)
  migrate     bring the database of DATABASE_URL up to date
  keys        make, list and revoke API keys
  rebuild     compare every message with its history, or repair it
  chaos       break things on purpose and check that no message is lost or doubled
  chaos:mutants, bench:relay, bench:drain, bench:history, bench:ingest
              prove that the chaos suite sees faults; measure
  generate    install what is missing and generate the database client
  check       lint and type check`

await runSession(async (session) => {
  const [command = '', ...args] = process.argv.slice(2)
  if (command === '--help' || command === '') {
    say(usage)
    return command === '' ? 2 : 0
  }
  if (['api', 'worker', 'simulator', 'migrate', 'keys', 'rebuild'].includes(command))
    return await runEntry(session, command, args)
  if (command in proofs) return await runProof(session, proofs[command], args)
  if (command !== 'generate' && command !== 'check') {
    throw new Failure(`Unknown command ${command}`, {
      remedy: 'node scripts/run.mjs --help lists what there is',
    })
  }
  const { flags } = readFlags(args, { command: `npm run ${command} --`, flags: {} })
  if (flags.help) say(usage)
  if (flags.help) return 0
  return command === 'check'
    ? await runChecks(session)
    : await withPreparedCheckout(session, () => Promise.resolve(0))
})
