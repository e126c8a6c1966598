import { createBoundedMap } from '../core/bounded-map.ts'
import type { Message } from './message.ts'

/** The messages of one simulator, bounded in number: the oldest are forgotten. */
export type MessageStore = {
  nextSeq(): number
  add(message: Message): void
  find(sid: string): Message | undefined
  remove(sid: string): void
  /** Newest first; only those to `to` when it is given. */
  newestFirst(to: string | undefined): Message[]
  clear(): void
}

/** Makes an empty store; `onDrop` hears of each message that was forgotten to make room. */
export function createMessageStore(limit: number, onDrop: (message: Message) => void): MessageStore {
  let seq = 0
  const byRecipient = new Map<string, Set<Message>>()
  const unindex = (message: Message): void => {
    const siblings = byRecipient.get(message.to)
    siblings?.delete(message)
    if (siblings?.size === 0) byRecipient.delete(message.to)
  }
  const messages = createBoundedMap<string, Message>(limit, (message) => {
    unindex(message)
    onDrop(message)
  })

  return {
    nextSeq: () => {
      seq += 1
      return seq
    },
    add: (message) => {
      const siblings = byRecipient.get(message.to) ?? new Set()
      byRecipient.set(message.to, siblings.add(message))
      messages.set(message.sid, message)
    },
    find: (sid) => messages.get(sid),
    remove: (sid) => {
      const message = messages.get(sid)
      if (!message) return
      messages.delete(sid)
      unindex(message)
    },
    newestFirst: (to) => [...(to === undefined ? messages.values() : (byRecipient.get(to) ?? []))].reverse(),
    clear: () => {
      messages.clear()
      byRecipient.clear()
    },
  }
}
