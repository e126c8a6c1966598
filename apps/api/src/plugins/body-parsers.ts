import type { FastifyInstance } from 'fastify'
import { Refusal } from '../problems/refusal.ts'

/**
 * Leaves JSON as the only body that is read: exact UTF-8, no `__proto__` or `constructor.prototype`
 * keys. Fastify would take text/plain too and replace broken UTF-8 silently.
 */
export function addBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decode(Buffer.from(body))
    if (text === undefined) {
      done(new Refusal('malformed_body', 'the body is not UTF-8'))
      return
    }
    parseJson(request, text, done)
  })
}

function decode(body: Buffer): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
