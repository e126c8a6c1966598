import type { CallbackRequest } from '@heliograph/delivery/providers/provider'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Refusal } from '../problems/refusal.ts'

/**
 * Leaves the bodies of the carriers' routes as the bytes they came as, whatever they say they are: signatures cover exactly
 * these. A body that breaks the bounds ends as `refuse` says.
 */
export function addRawBodies(app: FastifyInstance, maxBytes: number, refuse: () => Refusal): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, body, done) =>
    done(null, body),
  )
  app.setErrorHandler((error) => {
    const isBodyFault = error instanceof Error && 'code' in error && /^FST_ERR_CTP_/.test(String(error.code))
    throw isBodyFault ? refuse() : error
  })
}

/** The request as a provider's adapter reads it: over the configured public address, never over what the request claims. */
export function readCarrierRequest(
  request: FastifyRequest,
  publicBaseUrl: string | undefined,
): CallbackRequest {
  return {
    method: 'POST',
    signedUrl: `${publicBaseUrl}${request.raw.url}`,
    headers: request.headers,
    rawBody: Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0),
  }
}
