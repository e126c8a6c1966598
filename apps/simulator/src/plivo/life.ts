// A message's way: queued → sent → delivered or undelivered, or from the queue to failed. Each of these is reported.
import type { LifeStep, Lives } from '../core/lives.ts'
import type { Callbacks } from './callbacks.ts'
import { failureOf } from './codes.ts'
import type { Consent } from './consent.ts'
import { type FetchMediaDeps, fetchMedia } from './fetch-media.ts'
import type { Message, MessageState } from './message.ts'
import { type Behaviour, behaviourOf } from './numbers.ts'

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
  stopAll(): void
}

type Walk = {
  message: Message
  behaviour: Behaviour
  enter(state: MessageState, end?: { code?: number; isLast?: boolean }): () => Promise<void>
}

const CONTRADICTION_DELAY_MS = 300
const OPTED_OUT: Behaviour = { kind: 'fails', code: 200 }
const EXPIRED = 420

/** Makes the walker. */
export function createWalker(deps: WalkerDeps): Walker {
  const { lives } = deps
  return {
    start: (message) =>
      lives.start(message, lifeOf(deps, walkOf(deps, message)), { isEarly: message.faults.early }),
    stop: lives.stop,
    stopAll: lives.stopAll,
  }
}

function walkOf(deps: WalkerDeps, message: Message): Walk {
  return {
    message,
    behaviour: deps.consent.isOptedOut(message) ? OPTED_OUT : behaviourOf(message.to),
    enter:
      (state, { code, isLast = false } = {}) =>
      () => {
        message.state = state
        message.errorCode = code ?? null
        if (state === 'sent') message.sentAt = Date.now()
        if (state !== 'queued' && state !== 'sent') message.endedAt = Date.now()
        return deps.callbacks.emit(message, { isLast })
      },
  }
}

async function* lifeOf(deps: WalkerDeps, walk: Walk): AsyncGenerator<LifeStep> {
  const { message, behaviour, enter } = walk
  const { delays } = deps.settings()
  yield { afterMs: delays.acceptedMs, enter: enter('queued') }
  const staysQueued = behaviour.kind === 'stays' && behaviour.status !== 'sent'
  if (staysQueued || message.expiryMs <= delays.queuedMs)
    return yield failure(walk, EXPIRED, message.expiryMs)
  const fetching = fetchMedia(deps, message)
  yield { afterMs: delays.queuedMs, enter: () => undefined }
  const media = await fetching
  if (media.kind === 'fetched') message.media = media.media
  const code = media.kind === 'failed' ? media.code : codeOf(behaviour)
  if (code !== undefined && failureOf(code).status === 'failed') return yield failure(walk, code, 0)
  yield* finish(deps, walk, code)
}

function* finish(deps: WalkerDeps, walk: Walk, code: number | undefined): Generator<LifeStep> {
  const { behaviour, enter } = walk
  const { delays, sentOnlyPrefixes } = deps.settings()
  const endsSent = code === undefined && staysSent(walk, sentOnlyPrefixes)
  yield { afterMs: 0, enter: enter('sent', { isLast: endsSent }) }
  if (endsSent) return
  yield {
    afterMs: behaviour.kind === 'slow' ? behaviour.sentMs : delays.sentMs,
    enter:
      code === undefined
        ? enter('delivered', { isLast: behaviour.kind !== 'contradicts' })
        : enter('undelivered', { code, isLast: true }),
  }
  if (behaviour.kind !== 'contradicts') return
  yield {
    afterMs: CONTRADICTION_DELAY_MS,
    enter: enter('undelivered', { code: behaviour.code, isLast: true }),
  }
}

function failure({ enter }: Walk, code: number, afterMs: number): LifeStep {
  return { afterMs, enter: enter('failed', { code, isLast: true }) }
}

function staysSent({ message, behaviour }: Walk, prefixes: string[]): boolean {
  if (behaviour.kind === 'stays') return behaviour.status === 'sent'
  return prefixes.some((prefix) => message.to.startsWith(prefix))
}

function codeOf(behaviour: Behaviour): number | undefined {
  return behaviour.kind === 'fails' ? behaviour.code : undefined
}
