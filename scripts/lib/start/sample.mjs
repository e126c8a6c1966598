import { randomUUID } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import { Failure } from '../failure.mjs'
import { say } from '../say.mjs'
import { eventLine } from './timeline.mjs'

const deadlineMs = 60_000
const pollMs = 150
const finalStatuses = new Set([
  'delivered',
  'undelivered',
  'failed',
  'canceled',
  'expired',
  'blocked',
  'unknown',
])

/**
 * Sends one message through the public API and prints its history, line by line, until its end.
 * @param {import('../session.mjs').Session} session
 * @param {{ apiUrl: string, key: string, to: string, mediaUrl: string | undefined, logDir: string }} options
 * @returns {Promise<{ id: string, status: string, elapsedMs: number }>} status `pending` when the deadline passed first
 */
export async function sendSample(session, options) {
  const startedAt = Date.now()
  const sent = await call(options, '/v1/messages', {
    to: options.to,
    body: options.mediaUrl
      ? 'Hello from Heliograph: this picture went through the whole gateway.'
      : 'Hello from Heliograph: this message went through the whole gateway.',
    ...(options.mediaUrl ? { mediaUrls: [options.mediaUrl] } : {}),
  })
  say(`\n  Sample message ${sent.id}`)
  let shown = []
  while (Date.now() - startedAt < deadlineMs) {
    session.assertRunning()
    const { data } = await call(options, `/v1/messages/${sent.id}/events`)
    for (const event of data.slice(shown.length)) say(eventLine(event, data[0]))
    shown = data
    const last = data.findLast((event) => finalStatuses.has(event.status))
    if (last)
      return { id: sent.id, status: last.status, elapsedMs: Date.parse(last.at) - Date.parse(data[0].at) }
    await wait(pollMs)
  }
  return { id: sent.id, status: 'pending', elapsedMs: Date.now() - startedAt }
}

async function call({ apiUrl, key, logDir }, path, body) {
  const headers = { authorization: `Bearer ${key}` }
  const write = body && { method: 'POST', body: JSON.stringify(body) }
  if (write)
    Object.assign(headers, { 'content-type': 'application/json', 'idempotency-key': `start-${randomUUID()}` })
  const answer = await fetch(`${apiUrl}${path}`, { ...write, headers, signal: AbortSignal.timeout(10_000) })
  const text = await answer.text()
  if (answer.ok) return JSON.parse(text)
  throw new Failure(`The API answered ${answer.status} to the sample: ${problemText(text)}`, {
    logFile: `${logDir}/api.log`,
  })
}

function problemText(text) {
  try {
    const problem = JSON.parse(text)
    return [problem.code, problem.detail ?? problem.title].filter(Boolean).join(', ')
  } catch {
    return text.slice(0, 200)
  }
}
