// Status callbacks. Without faults the callbacks of one message leave strictly one after the other; real Twilio gives no such
// order, and the faults late and reordered take it away. What was sent, and how it was answered, is in the ledger.
import { randomUUID } from 'node:crypto'
import querystring from 'node:querystring'
import { deliver } from '../core/deliver.ts'
import type { CallbackFaults } from '../core/faults.ts'
import type { LedgerCallback } from '../core/ledger.ts'
import type { Outbound } from '../core/outbound.ts'
import type { Timers } from '../core/timers.ts'
import { callbackParams, forgedParams } from './callback-params.ts'
import { readOverrides } from './connection-overrides.ts'
import type { Message } from './message.ts'
import type { Settings } from './settings.ts'
import { signedUrl, signForm } from './signature.ts'

/** What callbacks need. */
export type CallbackDeps = {
  outbound: Outbound
  timers: Timers
  settings: () => Settings
  /** False for a message that was deleted or forgotten; nothing is reported of it any more. */
  isKept: (message: Message) => boolean
}

/** Reports a message's present status to its StatusCallback. */
export type Callbacks = {
  /** Resolves when the callback is over, or at once when there is none to send. `isLast` releases reordered ones. */
  emit(message: Message, mark: { isLast: boolean; isEarly: boolean }): Promise<void>
}

type Event = { url: string; status: string; params: Record<string, string>; token: string; marks: string[] }

type Line = { tail: Promise<void>; held: (() => Promise<void>)[] }

/** Makes the sender of callbacks. */
export function createCallbacks(deps: CallbackDeps): Callbacks {
  const lines = new WeakMap<Message, Line>()
  const lineOf = (message: Message): Line => {
    const line = lines.get(message) ?? { tail: Promise.resolve(), held: [] }
    lines.set(message, line)
    return line
  }
  const queue = (line: Line, run: () => Promise<void>): Promise<void> => {
    line.tail = line.tail.then(run)
    return line.tail
  }

  const emit: Callbacks['emit'] = (message, { isLast, isEarly }) => {
    if (message.statusCallback === null || !callsBack(message, deps.settings())) return Promise.resolve()
    const event = newEvent(message, message.statusCallback, deps.settings(), isEarly)
    const faults = message.faults.forCallback(message.status)
    if (faults.lost) recordLost(message, event)
    const run = faults.lost ? () => Promise.resolve() : () => send(deps, message, event, faults)
    const line = lineOf(message)
    if (message.faults.reordered) {
      line.held.unshift(run)
      return isLast ? queue(line, () => runAll(line.held.splice(0))) : Promise.resolve()
    }
    // A late callback steps out of the line, so that later ones may overtake it.
    if (faults.lateMs > 0)
      return deps.timers.sleep(faults.lateMs).then((slept) => (slept ? run() : undefined))
    return queue(line, run)
  }
  return { emit }
}

function newEvent(message: Message, url: string, settings: Settings, isEarly: boolean): Event {
  return {
    url,
    status: message.status,
    params: callbackParams(message, settings),
    token: randomUUID(),
    marks: [...(isEarly ? ['early'] : []), ...(message.faults.reordered ? ['reordered'] : [])],
  }
}

// The status that a message begins with is in the create answer; only moves are reported, and `sending` is too brief.
function callsBack(message: Message, settings: Settings): boolean {
  switch (message.status) {
    case 'accepted':
    case 'scheduled':
      return false
    case 'queued':
      return message.messagingServiceSid !== null
    case 'sending':
      return settings.callbackOnSending
    default:
      return true
  }
}

async function runAll(runs: (() => Promise<void>)[]): Promise<void> {
  for (const run of runs) await run()
}

async function send(
  deps: CallbackDeps,
  message: Message,
  event: Event,
  faults: CallbackFaults,
): Promise<void> {
  if (!deps.isKept(message)) return
  const late = faults.lateMs > 0 ? ['late'] : []
  if (faults.forged) {
    const forged = { ...event, params: forgedParams(event.params), token: randomUUID(), status: 'failed' }
    await post(deps, message, forged, { marks: [...late, 'forged'], key: 'forged' })
  }
  for (let copy = 0; copy < faults.copies; copy += 1) {
    await post(deps, message, event, { marks: [...late, ...(copy > 0 ? ['doubled'] : [])], key: 'true' })
  }
}

async function post(
  deps: CallbackDeps,
  message: Message,
  event: Event,
  { marks, key }: { marks: string[]; key: 'true' | 'forged' },
): Promise<void> {
  const { authToken } = deps.settings()
  const startedMs = performance.now()
  const record = newRecord(event, marks)
  message.ledger.callbacks.push(record)
  const { username, password } = new URL(event.url)
  const delivery = {
    url: signedUrl(event.url),
    headers: {
      'content-type': 'application/x-www-form-urlencoded; charset=UTF-8',
      'user-agent': 'TwilioProxy/1.1',
      accept: '*/*',
      'accept-encoding': 'gzip',
      'i-twilio-idempotency-token': event.token,
      'x-twilio-signature': signForm(
        key === 'true' ? authToken : `not ${authToken}`,
        event.url,
        event.params,
      ),
    },
    body: new URLSearchParams(event.params).toString(),
    authorization: username === '' ? undefined : basic(username, password),
  }
  record.answers = await deliver(deps, delivery, readOverrides(event.url))
  record.durationMs = Math.round(performance.now() - startedMs)
}

function recordLost(message: Message, event: Event): void {
  message.ledger.callbacks.push(newRecord(event, ['lost']))
}

function newRecord(event: Event, marks: string[]): LedgerCallback {
  return {
    status: event.status,
    at: new Date().toISOString(),
    faults: [...event.marks, ...marks],
    idempotencyToken: event.token,
    answers: [],
    durationMs: 0,
  }
}

function basic(username: string, password: string): string {
  const pair = `${querystring.unescape(username)}:${querystring.unescape(password)}`
  return `Basic ${Buffer.from(pair).toString('base64')}`
}
