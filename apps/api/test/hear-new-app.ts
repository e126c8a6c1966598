import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { FastifyInstance } from 'fastify'

const channel = 'fastify.initialization'

/**
 * Runs `build` and hands over the Fastify instance that it makes before its first await, before anything is added to it.
 * So a test can add hooks ahead of all others, and the product needs no seam for that.
 */
export function hearNewApp<T>(hear: (app: FastifyInstance) => void, build: () => T): T {
  const listen = (message: unknown) => hear(readApp(message))
  subscribe(channel, listen)
  try {
    return build()
  } finally {
    unsubscribe(channel, listen)
  }
}

function readApp(message: unknown): FastifyInstance {
  if (typeof message === 'object' && message !== null && 'fastify' in message) {
    // What Fastify publishes on this channel: { fastify }.
    return message.fastify as FastifyInstance
  }
  throw new Error('Fastify tells of new instances in another way now')
}
