import formbody from '@fastify/formbody'
import type { FastifyInstance } from 'fastify'
import type { Refusal } from '../problems/refusal.ts'

const maxParams = 100

/**
 * Leaves forms, within bounds, as the only body that the routes of a carrier read. Anything else reaches the signature
 * check as no form, and fails it; a body that breaks the bounds ends as `refuse` says.
 */
export async function addCarrierForms(
  app: FastifyInstance,
  maxBytes: number,
  refuse: () => Refusal,
): Promise<void> {
  app.removeAllContentTypeParsers()
  await app.register(formbody, { bodyLimit: maxBytes, parser: readForm })
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: maxBytes }, (_request, _body, done) =>
    done(null),
  )
  app.setErrorHandler((error) => {
    const isBodyFault = error instanceof Error && 'code' in error && /^FST_ERR_CTP_/.test(String(error.code))
    throw isBodyFault ? refuse() : error
  })
}

/** True for a body that was read as a form. */
export function isForm(body: unknown): body is Record<string, unknown> {
  return typeof body === 'object' && body !== null
}

/** Names and values as they were sent; a repeated name becomes a list. Too many are no form of a carrier: none is kept. */
function readForm(text: string): Record<string, unknown> {
  const form: Record<string, unknown> = Object.create(null)
  if (text.split('&', maxParams + 1).length > maxParams) return form
  const params = new URLSearchParams(text)
  for (const name of new Set(params.keys())) {
    const values = params.getAll(name)
    form[name] = values.length === 1 ? values[0] : values
  }
  return form
}
