import { runStartCommand } from './lib/start/command.mjs'

await runStartCommand({
  command: 'npm run dev --',
  intro: 'npm run dev: npm start with processes that restart when their sources change.',
  isWatched: true,
})
