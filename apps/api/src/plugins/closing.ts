import type { FastifyInstance } from 'fastify'

/**
 * Ends kept-alive connections while closing. Fastify does so for requests that arrive after the close;
 * the connection of one that was under way would stay open until its keep-alive time is over, and
 * the close would wait for it. A process that was told to end ends them too.
 */
export function addClosing(app: FastifyInstance, deps: { readonly isEnding: () => boolean }): void {
  let isClosing = false
  app.addHook('preClose', (done) => {
    isClosing = true
    done()
  })
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (isClosing || deps.isEnding()) reply.header('connection', 'close')
    done(null, payload)
  })
}
