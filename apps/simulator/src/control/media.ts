import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Timers } from '../core/timers.ts'

const TOO_LARGE_BYTES = 6_000_000
const SLOW_MS = 20_000

/** Registers pictures to send: one that works, and one for each way in which media fails. HEAD works for all of them. */
export function mediaRoutes(app: FastifyInstance, timers: Timers): void {
  const picture = readFileSync(new URL('../media/heliograph.png', import.meta.url))
  const sendPicture = (reply: FastifyReply): FastifyReply =>
    reply
      .header('cache-control', 'public, max-age=3600')
      .header('content-disposition', 'inline; filename=heliograph.png')
      .type('image/png')
      .send(picture)

  app.get('/__sim/media/heliograph.png', (_request, reply) => sendPicture(reply))
  app.get('/__sim/media/redirect', (_request, reply) => reply.redirect('/__sim/media/heliograph.png', 302))
  app.get('/__sim/media/wrong-type', (_request, reply) => reply.type('text/html').send(picture))
  app.get('/__sim/media/mismatch', (_request, reply) => reply.type('image/jpeg').send(picture))
  app.get('/__sim/media/not-found', (_request, reply) => reply.code(404).type('text/plain').send('not found'))
  app.get('/__sim/media/too-large', (_request, reply) => {
    const large = Buffer.alloc(TOO_LARGE_BYTES)
    picture.copy(large)
    return reply.type('image/png').send(large)
  })
  app.get('/__sim/media/slow', async (_request, reply) => {
    await timers.sleep(SLOW_MS)
    return sendPicture(reply)
  })
}
