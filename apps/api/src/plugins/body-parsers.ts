import type { FastifyInstance } from 'fastify'
import { Refusal } from '../problems/refusal.ts'
import { countNames, readJsonShape } from './json-shape.ts'
import { mayLeaveBodyOut } from './optional-body.ts'

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** Deeper than any body of this API. */
const maxDepth = 10

/**
 * Leaves JSON as the only body that is read: exact UTF-8, no `__proto__` or `constructor.prototype`
 * keys, no name twice in an object, at most 10 levels. Fastify would take text/plain too, replace broken
 * UTF-8 silently and keep the last of two equal names. Nothing at all is fine where a route needs no body.
 */
export function addBodyParsers(app: FastifyInstance): void {
  const parseJson = app.getDefaultJsonParser('error', 'error')
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    const text = decode(typeof body === 'string' ? Buffer.from(body) : body)
    if (text === undefined) {
      done(new Refusal('malformed_body', 'the body is not UTF-8'))
      return
    }
    // Many clients name a content type with every POST and DELETE.
    if (text === '' && mayLeaveBodyOut(request.routeOptions.schema?.body)) {
      done(null, undefined)
      return
    }
    const shape = readJsonShape(text)
    // Before anything walks the body: a deep one would end in a stack overflow somewhere.
    if (shape.depth > maxDepth) {
      done(new Refusal('malformed_body', `the body has more than ${maxDepth} levels`))
      return
    }
    parseJson(request, text, (error, parsed) => {
      const isRepeated = error === null && countNames(parsed) < shape.names
      if (isRepeated) done(new Refusal('malformed_body', 'an object of the body has a name twice; keep one'))
      else done(error, parsed)
    })
  })
}

function decode(body: Buffer): string | undefined {
  try {
    return utf8.decode(body)
  } catch (error) {
    if (error instanceof TypeError) return undefined
    throw error
  }
}
