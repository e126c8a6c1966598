import { runStartCommand } from './lib/start/command.mjs'

await runStartCommand({
  command: 'npm start --',
  intro:
    'npm start: installs what is missing, starts Postgres, Redis, the carrier simulator, API and worker, and sends a sample MMS.',
  isWatched: false,
})
