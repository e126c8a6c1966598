// Walks each accepted message through its life. The first report never leaves before the create answer unless the fault
// `callback_early` asks for it: then the way to the first report takes no time, and `start` resolves when it is over.
import type { Timers } from '../core/timers.ts'
import { type Behaviour, behaviourOf } from '../numbers.ts'
import type { Callbacks } from './callbacks.ts'
import { failureOf } from './codes.ts'
import type { Consent } from './consent.ts'
import { type FetchMediaDeps, fetchMedia } from './fetch-media.ts'
import type { Message, MessageStatus } from './message.ts'
import { priceOf } from './price.ts'

/** What the walk needs. */
export type WalkerDeps = FetchMediaDeps & {
  timers: Timers
  callbacks: Callbacks
  consent: Consent
}

/** Moves messages forward in time. */
export type Walker = {
  /** Sets a message off; resolves after its first callback, or when its walk ends without one. */
  start(message: Message): Promise<void>
  /** Stops a walk where it is. */
  stop(message: Message): void
  /** Stops the walk of a scheduled message and reports it canceled. */
  cancel(message: Message): void
  stopAll(): void
}

type Step = {
  message: Message
  behaviour: Behaviour
  signal: AbortSignal
  /** Waits; false when the walk was stopped. */
  pause(delayMs: number): Promise<boolean>
  move(status: MessageStatus, isLast?: boolean): void
}

const CONTRADICTION_DELAY_MS = 300
const OPTED_OUT: Behaviour = { kind: 'opted_out', code: 21610 }

/** Makes the walker. */
export function createWalker(deps: WalkerDeps): Walker {
  const walks = new Map<Message, AbortController>()

  const start = (message: Message): Promise<void> => {
    const stop = new AbortController()
    walks.set(message, stop)
    return new Promise((resolve) => {
      let isEarly = message.faults.early
      const step: Step = {
        message,
        behaviour: deps.consent.isOptedOut(message) ? OPTED_OUT : behaviourOf(message.to),
        signal: stop.signal,
        pause: (delayMs) => deps.timers.sleep(isEarly ? 0 : delayMs, stop.signal),
        move: (status, isLast = false) => {
          message.status = status
          message.updatedAt = Date.now()
          const isReported = status !== 'accepted' && status !== 'sending'
          const over = deps.callbacks.emit(message, { isLast, isEarly: isEarly && isReported })
          if (!isReported) return
          isEarly = false
          void over.then(resolve)
        },
      }
      void walk(deps, step).finally(() => {
        walks.delete(message)
        if (!isEarly) return
        resolve()
      })
    })
  }

  const stop = (message: Message): void => walks.get(message)?.abort()
  const cancel = (message: Message): void => {
    stop(message)
    message.status = 'canceled'
    message.updatedAt = Date.now()
    void deps.callbacks.emit(message, { isLast: true, isEarly: false })
  }
  const stopAll = (): void => {
    for (const walk of walks.values()) walk.abort()
  }
  return { start, stop, cancel, stopAll }
}

async function walk(deps: WalkerDeps, step: Step): Promise<void> {
  const { message, behaviour } = step
  if (!(await becomeQueued(deps, step))) return
  if (behaviour.kind === 'stays' && behaviour.status === 'queued') return
  const { delays } = deps.settings()
  const [isQueueOver, media] = await Promise.all([step.pause(delays.queuedMs), fetchMedia(deps, message)])
  if (!isQueueOver) return
  if (media.kind === 'fetched') message.media = media.media
  const code = media.kind === 'failed' ? media.code : codeOf(behaviour)
  if (code !== undefined && failureOf(code).status === 'failed') return fail(step, code)
  step.move('sending')
  if (behaviour.kind === 'stays' && behaviour.status === 'sending') return
  if (!(await step.pause(delays.sendingMs))) return
  message.sentAt = Date.now()
  await finish(deps, step, code)
}

// A scheduled message waits for its time; one of a messaging service waits for its sender.
async function becomeQueued(deps: WalkerDeps, step: Step): Promise<boolean> {
  const { message } = step
  if (message.sendAt !== null) {
    if (!(await deps.timers.sleep(message.sendAt - Date.now(), step.signal))) return false
    step.move('accepted')
  }
  if (message.messagingServiceSid === null) return true
  if (!(await step.pause(deps.settings().delays.acceptedMs))) return false
  message.from = message.sender
  step.move('queued', step.behaviour.kind === 'stays' && step.behaviour.status === 'queued')
  return true
}

async function finish(deps: WalkerDeps, step: Step, code: number | undefined): Promise<void> {
  const { message, behaviour } = step
  const endsSent = code === undefined && staysSent(step, deps.settings().sentOnlyPrefixes)
  step.move('sent', endsSent)
  if (!endsSent && !(await receiveReceipt(deps, step, code))) return
  if (behaviour.kind === 'contradicts') {
    if (!(await step.pause(CONTRADICTION_DELAY_MS))) return
    message.errorCode = behaviour.code
    step.move('undelivered', true)
  }
  if (!(await step.pause(deps.settings().delays.priceMs))) return
  message.price = priceOf(message)
  message.updatedAt = Date.now()
}

function staysSent({ message, behaviour }: Step, prefixes: string[]): boolean {
  if (behaviour.kind === 'stays') return behaviour.status === 'sent'
  return prefixes.some((prefix) => message.to.startsWith(prefix))
}

async function receiveReceipt(deps: WalkerDeps, step: Step, code: number | undefined): Promise<boolean> {
  const { message, behaviour } = step
  const { sentMs } = behaviour.kind === 'slow' ? behaviour : deps.settings().delays
  if (!(await step.pause(sentMs))) return false
  message.errorCode = code ?? null
  step.move(code === undefined ? 'delivered' : 'undelivered', behaviour.kind !== 'contradicts')
  return true
}

function fail({ message, move }: Step, code: number): void {
  message.errorCode = code
  message.price = priceOf({ ...message, status: 'failed' })
  move('failed', true)
}

function codeOf(behaviour: Behaviour): number | undefined {
  return behaviour.kind === 'fails' || behaviour.kind === 'opted_out' ? behaviour.code : undefined
}
