import type { FastifyInstance, FastifyReply } from 'fastify'
import { Refusal } from '../problems/refusal.ts'
import { openSlots } from '../slots.ts'

declare module 'fastify' {
  interface FastifyReply {
    leaveDeadlines?: () => void
  }
  interface FastifyContextConfig {
    /** Longest time from the headers to the answer, in milliseconds; that of all routes unless said. */
    deadlineMs?: number
  }
}

/**
 * Ends requests that take too long: with 503 before the answer has begun, by cutting it afterwards. One clock looks at all
 * of them, up to a quarter of a second late, because Fastify's handlerTimeout makes a timer, an abort signal and, also
 * for requests in time, an error with its stack: a twentieth of what a POST costs.
 */
export function addDeadlines(app: FastifyInstance, usualMs: number): void {
  const running = openSlots<{ readonly reply: FastifyReply; readonly atMs: number }>()
  app.addHook('onRequest', (request, reply, next) => {
    const atMs = performance.now() + (request.routeOptions.config.deadlineMs ?? usualMs)
    reply.leaveDeadlines = running.enter({ reply, atMs })
    next()
  })
  app.addHook('onResponse', (_request, reply, next) => {
    reply.leaveDeadlines?.()
    next()
  })
  const clock = setInterval(() => {
    const now = performance.now()
    for (const { reply, atMs } of running.members()) {
      if (atMs > now) continue
      // Also one whose client went away, which has no response.
      reply.leaveDeadlines?.()
      end(reply)
    }
  }, 250).unref()
  app.addHook('onClose', () => clearInterval(clock))
}

function end(reply: FastifyReply): void {
  if (reply.raw.headersSent) {
    if (!reply.raw.writableFinished) reply.raw.destroy()
  } else if (!reply.sent) {
    reply.send(new Refusal('database_unavailable', tooLate, { headers: { 'retry-after': '2' } }))
  }
}

// What was begun may still be done.
const tooLate =
  'the answer took too long; try again in a moment, and repeat a POST with its Idempotency-Key, so that it cannot count twice'
