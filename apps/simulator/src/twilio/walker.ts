import type { LifeStep, Lives } from '../core/lives.ts'
import { type Behaviour, behaviourOf } from '../numbers.ts'
import type { Callbacks } from './callbacks.ts'
import { failureOf } from './codes.ts'
import type { Consent } from './consent.ts'
import { type FetchMediaDeps, fetchMedia } from './fetch-media.ts'
import type { Message, MessageStatus } from './message.ts'
import { priceOf } from './price.ts'

/** What the walk needs. */
export type WalkerDeps = FetchMediaDeps & {
  lives: Lives<Message>
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

type Walk = {
  message: Message
  behaviour: Behaviour
  move(status: MessageStatus, isLast?: boolean): Promise<void> | undefined
}

const CONTRADICTION_DELAY_MS = 300
const OPTED_OUT: Behaviour = { kind: 'opted_out', code: 21610 }

/** Makes the walker. */
export function createWalker(deps: WalkerDeps): Walker {
  const { lives, callbacks, consent } = deps
  const walkOf = (message: Message): Walk => ({
    message,
    behaviour: consent.isOptedOut(message) ? OPTED_OUT : behaviourOf(message.to),
    move: (status, isLast = false) => {
      message.status = status
      message.updatedAt = Date.now()
      return callbacks.emit(message, { isLast })
    },
  })
  return {
    start: (message) =>
      lives.start(message, lifeOf(deps, walkOf(message)), { isEarly: message.faults.early }),
    stop: lives.stop,
    cancel: (message) => {
      lives.stop(message)
      void walkOf(message).move('canceled', true)
    },
    stopAll: lives.stopAll,
  }
}

async function* lifeOf(deps: WalkerDeps, walk: Walk): AsyncGenerator<LifeStep> {
  const { message, behaviour, move } = walk
  yield* becomeQueued(deps, walk)
  if (behaviour.kind === 'stays' && behaviour.status === 'queued') return
  const { delays } = deps.settings()
  const fetching = fetchMedia(deps, message)
  yield { afterMs: delays.queuedMs, enter: () => undefined }
  const media = await fetching
  if (media.kind === 'fetched') message.media = media.media
  const code = media.kind === 'failed' ? media.code : codeOf(behaviour)
  if (code !== undefined && failureOf(code).status === 'failed') return yield failure(walk, code)
  yield { afterMs: 0, enter: () => move('sending') }
  if (behaviour.kind === 'stays' && behaviour.status === 'sending') return
  yield* finish(deps, walk, code)
}

// A scheduled message waits for its time; one of a messaging service waits for its sender.
function* becomeQueued(deps: WalkerDeps, { message, behaviour, move }: Walk): Generator<LifeStep> {
  if (message.sendAt !== null) yield { afterMs: message.sendAt - Date.now(), enter: () => move('accepted') }
  if (message.messagingServiceSid === null) return
  yield {
    afterMs: deps.settings().delays.acceptedMs,
    enter: () => {
      message.from = message.sender
      return move('queued', behaviour.kind === 'stays' && behaviour.status === 'queued')
    },
  }
}

function* finish(deps: WalkerDeps, walk: Walk, code: number | undefined): Generator<LifeStep> {
  const { message, behaviour, move } = walk
  const { delays, sentOnlyPrefixes } = deps.settings()
  const endsSent = code === undefined && staysSent(walk, sentOnlyPrefixes)
  yield {
    afterMs: delays.sendingMs,
    enter: () => {
      message.sentAt = Date.now()
      return move('sent', endsSent)
    },
  }
  if (!endsSent) yield receipt(walk, { code, afterMs: sentMsOf(behaviour, deps.settings().delays) })
  if (behaviour.kind === 'contradicts') yield contradiction(walk, behaviour.code)
  yield {
    afterMs: deps.settings().delays.priceMs,
    enter: () => {
      message.price = priceOf(message)
      message.updatedAt = Date.now()
    },
  }
}

function receipt(
  { message, behaviour, move }: Walk,
  end: { code: number | undefined; afterMs: number },
): LifeStep {
  return {
    afterMs: end.afterMs,
    enter: () => {
      message.errorCode = end.code ?? null
      return move(end.code === undefined ? 'delivered' : 'undelivered', behaviour.kind !== 'contradicts')
    },
  }
}

function contradiction({ message, move }: Walk, code: number): LifeStep {
  return {
    afterMs: CONTRADICTION_DELAY_MS,
    enter: () => {
      message.errorCode = code
      return move('undelivered', true)
    },
  }
}

function failure({ message, move }: Walk, code: number): LifeStep {
  return {
    afterMs: 0,
    enter: () => {
      message.errorCode = code
      message.price = priceOf({ ...message, status: 'failed' })
      return move('failed', true)
    },
  }
}

function staysSent({ message, behaviour }: Walk, prefixes: string[]): boolean {
  if (behaviour.kind === 'stays') return behaviour.status === 'sent'
  return prefixes.some((prefix) => message.to.startsWith(prefix))
}

function sentMsOf(behaviour: Behaviour, { sentMs }: { sentMs: number }): number {
  return behaviour.kind === 'slow' ? behaviour.sentMs : sentMs
}

function codeOf(behaviour: Behaviour): number | undefined {
  return behaviour.kind === 'fails' || behaviour.kind === 'opted_out' ? behaviour.code : undefined
}
